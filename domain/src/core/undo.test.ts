import { bringBack, compensation, registry, type Effect, type Fields, type Intent, type Registry } from '../index.ts';
import {
  changed,
  createdSample,
  deviceId,
  given,
  SAMPLE,
  sampleRegistry,
  type Said,
  START,
  TestDevice,
  TestLog,
  TEST_ACCOUNT,
} from '../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const LIST = '01900000-0000-7000-8000-0000000000bb';
const NOTE = '01900000-0000-7000-8000-0000000000cc';
const NOW = new Date(START).toISOString();

/** Two devices, A and B, that send and read after every event. */
function together(of: Registry, beginning: readonly Intent[]) {
  const log = new TestLog(of, START);
  const devices = [1, 2].map((number) => new TestDevice(of, log, number));
  const [a, b] = devices as [TestDevice, TestDevice];
  const say = (intent: Intent | undefined, by = a): Effect => {
    expect(intent).toBeDefined();
    log.now += 1_000;
    expect(by.write(intent!)).toBeDefined();
    by.send();
    for (const device of devices) device.pull();
    const { event, ...row } = log.rows.at(-1)!;
    return { ...row, type: event.type, entityId: event.entityId, sequence: event.stamp.sequence, asked: event.payload };
  };
  beginning.forEach((intent) => say(intent));
  const undo = (effect: Effect, by = a) => say(compensation(of, effect, NOW), by);
  const fields = ({ entity }: { entity: { type: string; id: string } }) => log.entity(entity)!.fields;
  return { log, a, b, say, undo, fields };
}

const task = (mutation: string, payload: Intent['payload'] = {}): Intent => ({
  mutation,
  payload: { taskId: TASK, ...payload },
});
const list = (mutation: string, payload: Intent['payload'] = {}): Intent => ({
  mutation,
  payload: { listId: LIST, ...payload },
});
const note = (mutation: string, payload: Intent['payload'] = {}): Intent => ({
  mutation,
  payload: { noteId: NOTE, ...payload },
});
const choose = { settingsId: TEST_ACCOUNT, entityType: 'Task', field: 'title', policy: 'server-wins' };

const WHOLE = '01900000-0000-7000-8000-0000000000ab';

const beginning = [
  { mutation: 'createTask', payload: { taskId: WHOLE, title: 'Shopping', order: 'a1' } },
  list('createList', { name: 'Home', color: 'blue', order: 'a0' }),
  task('createTask', { title: 'Milk', order: 'a0', tags: ['home'] }),
  note('createNote', { title: 'Plan', body: 'Milk', tags: ['home'] }),
];

/** Each, and what has to be so for it to change anything. */
const undoable: readonly (readonly [done: Intent, first?: Intent])[] = [
  [task('retitleTask', { title: 'Oat milk' })],
  [task('describeTask', { description: 'two' })],
  [task('scheduleTask', { start: '2026-11-30', due: null })],
  [task('scheduleTask', { someday: true })],
  [task('setTaskRepeat', { repeat: { rule: 'FREQ=DAILY', from: 'schedule' } })],
  [task('setTaskReminder', { remindAt: '2026-11-30T09:00' })],
  [task('prioritizeTask', { priority: 3 })],
  [task('tagTask', { tags: ['home', 'shop'] })],
  [task('untagTask', { tags: ['home', 'gone'] })],
  [task('completeTask')],
  [task('reopenTask'), task('completeTask')],
  [task('moveTask', { listId: LIST, parentId: WHOLE, order: 'a5' })],
  [task('deleteTask')],
  [task('restoreTask'), task('deleteTask')],
  [task('revertTask', { values: { title: 'Earlier', tags: { remove: ['home'] } } })],
  [list('renameList', { name: 'Flat' })],
  [list('recolorList', { color: 'pink' })],
  [list('reorderList', { order: 'a5' })],
  [list('deleteList')],
  [list('restoreList'), list('deleteList')],
  [list('revertList', { values: { name: 'Earlier' } })],
  [note('retitleNote', { title: 'Plans' })],
  [note('pinNote')],
  [note('unpinNote'), note('pinNote')],
  [note('tagNote', { tags: ['home', 'shop'] })],
  [note('untagNote', { tags: ['home'] })],
  [note('deleteNote')],
  [note('restoreNote'), note('deleteNote')],
  [note('revertNote', { values: { pinned: true } })],
  [{ mutation: 'choosePolicy', payload: choose }],
  [{ mutation: 'setWeekStart', payload: { settingsId: TEST_ACCOUNT, weekStart: 1 } }],
  [{ mutation: 'setTimeZone', payload: { settingsId: TEST_ACCOUNT, timeZone: 'Europe/Berlin' } }],
  [
    { mutation: 'revertSettings', payload: { settingsId: TEST_ACCOUNT, values: { policies: { 'Task.title': null } } } },
    { mutation: 'choosePolicy', payload: choose },
  ],
];

test.each(undoable.map(([done, first]) => [done.mutation, done, first] as const))(
  '[M10] %s is undone, by another device too, and redone',
  (_mutation, done, first) => {
    const { log, b, say, undo, fields } = together(registry, first ? [...beginning, first] : beginning);
    const ref = { type: registry.eventOf(done.mutation).entity, id: String(Object.values(done.payload)[0]) };
    const before = log.entity(ref)?.fields ?? { policies: {}, weekStart: null, timeZone: null };
    const effect = say(done);
    const after = fields({ entity: ref });
    expect(after).not.toEqual(before);
    const undone = undo(effect, b);
    expect(fields({ entity: ref })).toEqual(before);
    undo(undone, b);
    expect(fields({ entity: ref })).toEqual(after);
  },
);

test('[M10] every event can be undone, or is said here to be another thing', () => {
  const others = [
    // Into the trash, a choice made anew, and the editor's own.
    ['createTask', 'continueTask', 'createList', 'createNote'],
    ['settleTaskConflict', 'settleListConflict', 'settleNoteConflict'],
    ['reopenTaskConflict', 'reopenListConflict', 'reopenNoteConflict'],
    ['editNote'],
  ].flat();
  const named = new Set([...undoable.map(([{ mutation }]) => mutation), ...others]);
  expect([...named].sort()).toEqual([...registry.mutations].sort());
});

test.each(['Task', 'List', 'Note'])('[M10] the creation of a %s goes to the trash, and comes out of it', (type) => {
  const { log, undo } = together(registry, beginning);
  const row = log.rows.find(({ entity }) => entity.type === type)!;
  const whole = log.entity(row.entity)!.fields;
  const { type: name, entityId, payload, stamp } = row.event;
  const undone = undo({ ...row, type: name, entityId, sequence: stamp.sequence, asked: payload });
  expect(log.entity(row.entity)!.fields).toEqual({ ...whole, deletedAt: NOW });
  undo(undone);
  expect(log.entity(row.entity)!.fields).toEqual(whole);
});

test('[M10] what others changed since stays, and the receipt says so', () => {
  const { log, b, say, undo, fields } = together(registry, beginning);
  const scheduled = say(task('scheduleTask', { start: '2026-11-30', due: '2026-12-01' }));
  say(task('scheduleTask', { due: '2026-12-24' }), b);
  const undone = undo(scheduled);
  expect(fields({ entity: { type: 'Task', id: TASK } })).toMatchObject({ start: null, due: '2026-12-24' });
  expect(log.rows.at(-1)).toMatchObject({
    applied: { start: null },
    lost: { due: null },
    merged: [{ field: 'due', outcome: 'SKIPPED', with: { device: deviceId(2) } }],
  });
  undo(undone);
  expect(fields({ entity: { type: 'Task', id: TASK } })).toMatchObject({ start: '2026-11-30', due: '2026-12-24' });
});

test('[M10] what two devices undo at once is undone once', () => {
  const { log, a, b, say } = together(registry, beginning);
  const intent = compensation(registry, say(task('prioritizeTask', { priority: 3 })), NOW)!;
  a.write(intent);
  b.write(intent);
  for (const device of [a, b]) device.send();
  expect(log.rows.at(-1)).toMatchObject({ applied: {}, lost: { priority: 0 }, merged: [{ outcome: 'SKIPPED' }] });
});

test('[M10] an event of which nothing counted has nothing to undo', () => {
  const { a, b, log } = together(registry, [...beginning, { mutation: 'choosePolicy', payload: choose }]);
  a.write(task('retitleTask', { title: 'A' }));
  b.write(task('retitleTask', { title: 'B' }));
  for (const device of [a, b]) device.send();
  const { event, ...row } = log.rows.at(-1)!;
  expect(row.lost).toEqual({ title: 'B' });
  const effect = { ...row, type: event.type, entityId: TASK, sequence: event.stamp.sequence, asked: event.payload };
  expect(compensation(registry, effect, NOW)).toBeUndefined();
});

test('[M10] a note’s text is taken back by its editor, not by an event of the domain', () => {
  const { say } = together(registry, beginning);
  expect(compensation(registry, say(note('editNote', { update: 'AAAA' })), NOW)).toBeUndefined();
});

test('[M10] a choice in a conflict is undone by opening it again; made again it is a new choice', () => {
  const { log, a, b, say, undo } = together(registry, beginning);
  a.write(task('retitleTask', { title: 'A' }));
  b.write(task('retitleTask', { title: 'B' }));
  for (const device of [a, b]) device.send();
  for (const device of [a, b]) device.pull();
  const settle = task('settleTaskConflict', { conflictId: `${log.rows.at(-1)!.event.stamp.id}:title`, choice: 'MINE' });
  const settled = say(settle);
  expect(log.entity({ type: 'Task', id: TASK })!.fields.title).toBe('B');
  const reopened = undo(settled, b);
  expect(log.entity({ type: 'Task', id: TASK })!.fields.title).toBe('A');
  expect(compensation(registry, reopened, NOW)).toBeUndefined();
  say(settle);
  expect(log.entity({ type: 'Task', id: TASK })!.fields.title).toBe('B');
});

describe('kinds', () => {
  const ref = { entity: { type: 'Sample', id: SAMPLE } };
  const first = changed({ labels: { add: ['one'] }, marks: { a: '1', b: '2' }, count: 5 });
  const begun = () => together(sampleRegistry, [createdSample, first]);

  test('[M10] of a set, the members that the event added and nobody else; those it took come back', () => {
    const { b, say, undo, fields } = begun();
    const effect = say(changed({ labels: { add: ['one', 'two', 'three'], remove: ['one'] } }));
    say(changed({ labels: { add: ['three'] } }), b);
    undo(effect);
    expect(fields(ref).labels).toEqual(['one', 'three']);
  });

  test('[M10] of a map, the keys that are still as the event left them', () => {
    const { b, say, undo, fields } = begun();
    const effect = say(changed({ marks: { a: null, b: '3', c: '4' } }));
    say(changed({ marks: { b: '5' } }), b);
    const undone = undo(effect);
    expect(fields(ref).marks).toEqual({ a: '1', b: '5' });
    undo(undone);
    expect(fields(ref).marks).toEqual({ b: '5', c: '4' });
  });

  test('[M10] of a counter, what the event added, whoever has counted since', () => {
    const { b, say, undo, fields } = begun();
    const effect = say(changed({ count: 3 }));
    say(changed({ count: 10 }), b);
    const undone = undo(effect);
    expect(fields(ref).count).toBe(15);
    undo(undone);
    expect(fields(ref).count).toBe(18);
  });
});

describe('another version brought back', () => {
  test('[H1] is one event that changes what differs, whoever wrote it', () => {
    const { log, a, b, say } = together(registry, beginning);
    const ref = { type: 'Task', id: TASK };
    const then = log.entity(ref)!.fields;
    say(task('retitleTask', { title: 'B' }), b);
    say(task('tagTask', { tags: ['shop'] }), b);
    say(task('deleteTask'));
    const intent = bringBack(registry, 'Task', TASK, a.view(ref)!.fields, then)!;
    expect(intent).toEqual(
      task('revertTask', { values: { title: 'Milk', tags: { remove: ['shop'] }, deletedAt: null } }),
    );
    say(intent);
    expect(log.entity(ref)!.fields).toEqual(then);
  });

  test('[H1] of every kind that changes one way and back', () => {
    const { log, say } = together(sampleRegistry, [createdSample]);
    const ref = { type: 'Sample', id: SAMPLE };
    say(changed({ latest: 'a', count: 2, labels: { add: ['x'] }, marks: { a: '1' }, asked: 'b', place: 'a5' }));
    const then = log.entity(ref)!.fields;
    say(changed({ latest: 'b', count: 9, labels: { add: ['y'], remove: ['x'] }, marks: { a: null, b: '2' } }));
    say(bringBack(sampleRegistry, 'Sample', SAMPLE, log.entity(ref)!.fields, then));
    expect(log.entity(ref)!.fields).toEqual(then);
  });

  test('[H1] nothing is said where nothing differs', () => {
    const { log } = together(registry, beginning);
    const { fields } = log.entity({ type: 'Task', id: TASK })!;
    expect(bringBack(registry, 'Task', TASK, fields, fields)).toBeUndefined();
  });
});

test('[M10] what is brought back must fit as if it were written anew', () => {
  const elsewhere = '01900000-0000-7000-8000-0000000000ff';
  const created: Said = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } };
  const chosen: Said = {
    mutation: 'choosePolicy',
    payload: { settingsId: TEST_ACCOUNT, entityType: 'Task', field: 'title', policy: 'server-wins' },
  };
  const history = given(registry, [created, chosen]);
  const task = (values: Fields): Said => ({ mutation: 'revertTask', payload: { taskId: TASK, values } });
  const settings = (policies: Fields): Said => ({
    mutation: 'revertSettings',
    payload: { settingsId: TEST_ACCOUNT, values: { policies } },
  });
  history.when(task({ listId: elsewhere })).thenRefused('REFERENCE_UNKNOWN');
  history.when(task({ priority: 9 })).thenRefused('VALUE_INVALID');
  history.when(settings({ 'Task.title': 'bogus' })).thenRefused('VALUE_INVALID');
  history.when(settings({ 'What.ever': 'ask' })).thenRefused('UNKNOWN_FIELD');
  history.when(settings({ 'Task.title': null })).then({ fields: { policies: {} } });
});
