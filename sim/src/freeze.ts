import { everyAccount } from '@cairn/prisma/testing';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { emitSchema } from '@cairn/api';
import { continuationsOf, registry, type Payloads } from '@cairn/domain';
import { format, resolveConfig } from 'prettier';
import { replayFrozen } from '../../api/test/frozen/frozen-account.ts';
import type { FrozenEntry, FrozenQueue, FrozenQueues } from '../../api/test/frozen/frozen-queues.ts';
import { NodeDevice } from './node-device.ts';
import { TestServer } from './test-server.ts';
import { typeWord } from './typing.ts';

/*
 * Freezes what this release writes, so that servers of later releases are held to taking it: queues of two devices as the
 * real client stores them, with every event there is, and this release's schema. Run when a release is made, and when an
 * event is added: `npx tsx sim/src/freeze.ts [release]`. What was frozen is never edited.
 */

const LIST = { color: 'teal', order: 'a0' } as const;
const WIDE = 'Grüße 你好 🏔️ e\u0301 \u202Eabc';

type Record = <M extends keyof Payloads>(mutation: M, payload: Payloads[M]) => Promise<string>;

const server = await TestServer.start();
const queues: FrozenQueue[] = [];

/** Lets each device write without a road, keeps what they then have in their outboxes, and sends it in that order. */
async function offline(
  devices: readonly NodeDevice[],
  write: (...records: Record[]) => Promise<unknown>,
): Promise<void> {
  for (const device of devices) device.offline();
  const before = devices.map((device) => new Set(device.outbox.entries.keys()));
  await write(...devices.map(recorder));
  for (const [index, device] of devices.entries()) {
    const entries = [...device.outbox.entries.values()].filter(({ sequence }) => !before[index]!.has(sequence));
    queues.push({ device: device.session.deviceId, entries: structuredClone(entries) as readonly FrozenEntry[] });
    device.online();
    await device.synced();
  }
  await Promise.all([a, b].map((device) => device.synced()));
  const head = await everyAccount(server.database).head.findFirstOrThrow();
  const caughtUp = (device: NodeDevice) => !device.cairn.status.get().pending && device.cairn.status.get().caughtUp;
  for (const device of [a, b]) await device.until(() => caughtUp(device) && positionOf(device) >= head.position);
}

function recorder(device: NodeDevice): Record {
  return async (mutation, payload) => (await device.cairn.record(mutation, payload as never)).eventId;
}

/** The newest position that a device shows of anything. */
function positionOf(device: NodeDevice): number {
  const refs = [...ids].map(([id, type]) => device.cairn.entity({ type, id })?.position ?? 0);
  return Math.max(0, ...refs);
}

const ids = new Map<string, string>();
const newId = (device: NodeDevice, type: string) => {
  const id = device.cairn.newId();
  ids.set(id, type);
  return id;
};

const a = await NodeDevice.signUp(server.url, 'frozen@example.org');
await a.synced();
const b = await NodeDevice.signIn(server.url, 'frozen@example.org');
await b.synced();
const settingsId = a.session.accountId;
ids.set(settingsId, 'Settings');

const listId = newId(a, 'List');
const otherList = newId(a, 'List');
const taskId = newId(a, 'Task');
const gone = newId(a, 'Task');
const whole = newId(a, 'Task');
const part = newId(a, 'Task');
const noteId = newId(a, 'Note');
const updates = (device: NodeDevice) =>
  device.cairn.entity({ type: 'Note', id: noteId })!.fields['updates'] as string[];
const edit = (device: NodeDevice, word: string) => ({
  noteId,
  update: typeWord(updates(device), word, (places) => places - 1),
});

// One device, one long chain: each event stands on those before it.
await offline([a], async (record) => {
  await record!('createList', { listId, name: 'Home', ...LIST });
  await record!('renameList', { listId, name: WIDE });
  await record!('recolorList', { listId, color: 'pink' });
  await record!('reorderList', { listId, order: 'a1' });
  await record!('createList', { listId: otherList, name: 'Work', ...LIST });
  await record!('deleteList', { listId: otherList });
  await record!('restoreList', { listId: otherList });
  await record!('createTask', { taskId, title: WIDE, order: 'a0', listId, description: 'One\n\ntwo', tags: ['home'] });
  await record!('retitleTask', { taskId, title: 'Buy milk' });
  await record!('describeTask', { taskId, description: `${WIDE}\n\nThree` });
  await record!('scheduleTask', { taskId, start: '2026-11-20', due: '2026-11-20T09:30' });
  await record!('prioritizeTask', { taskId, priority: 3 });
  await record!('setTaskRepeat', { taskId, repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=31', from: 'schedule' } });
  await record!('setTaskReminder', { taskId, remindAt: '2026-11-20T09:00' });
  await record!('tagTask', { taskId, tags: ['work', 'grün-你好'] });
  await record!('untagTask', { taskId, tags: ['home'] });
  await record!('completeTask', { taskId });
  await record!('reopenTask', { taskId });
  await record!('moveTask', { taskId, listId: otherList, order: 'a5' });
  await record!('createTask', { taskId: gone, title: 'Gone', order: 'a1' });
  await record!('deleteTask', { taskId: gone });
  await record!('restoreTask', { taskId: gone });
  await record!('createTask', {
    taskId: whole,
    title: 'Whole',
    order: 'a2',
    someday: true,
    repeat: { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: 'completion' },
    remindAt: '2026-11-21T08:00',
  });
  await record!('createTask', { taskId: part, title: 'Part', order: 'a0', parentId: whole });
  await record!('moveTask', { taskId: gone, parentId: whole });
  await record!('scheduleTask', { taskId: whole, start: '2026-11-20', someday: false });
  await record!('setWeekStart', { settingsId, weekStart: 1 });
  await record!('setTimeZone', { settingsId, timeZone: 'Europe/Berlin' });
  await record!('createNote', { noteId, title: WIDE, body: `# ${WIDE}\n\nbegun `, pinned: true, tags: ['home'] });
  await record!('retitleNote', { noteId, title: 'Journey' });
  await record!('unpinNote', { noteId });
  await record!('pinNote', { noteId });
  await record!('tagNote', { noteId, tags: ['work'] });
  await record!('untagNote', { noteId, tags: ['home'] });
  // As an editor writes: states of a draft, of which the last one is sealed.
  const draft = await a.cairn.draft('editNote', edit(a, 'drafted'));
  await draft.seal();
  await record!('editNote', edit(a, 'typed'));
  await record!('deleteNote', { noteId });
  await record!('restoreNote', { noteId });
  const ask = [
    ['Task', 'title'],
    ['List', 'name'],
    ['Note', 'title'],
  ] as const;
  for (const [entityType, field] of ask)
    await record!('choosePolicy', { settingsId, entityType, field, policy: 'ask' });
});

// Two devices on the same: merged, asked about, and refused.
await offline([a, b], async (here, there) => {
  await here!('retitleTask', { taskId, title: 'Oat milk' });
  await here!('renameList', { listId, name: 'Flat' });
  await here!('retitleNote', { noteId, title: 'Travels' });
  await here!('tagTask', { taskId, tags: ['here'] });
  await here!('editNote', edit(a, 'here'));
  await here!('describeTask', { taskId, description: `${WIDE}\n\nThree, here` });
  await there!('retitleTask', { taskId, title: 'Soy milk' });
  await there!('renameList', { listId, name: 'House' });
  await there!('retitleNote', { noteId, title: 'Voyage' });
  await there!('untagTask', { taskId, tags: ['work'] });
  await there!('editNote', edit(b, 'there'));
  await there!('describeTask', { taskId, description: `there ${WIDE}\n\nThree` });
  await there!('scheduleTask', { taskId, due: null });
  // One round, made on two devices with two dates.
  for (const [record, device, day] of [
    [here!, a, '2026-11-20'],
    [there!, b, '2026-11-21'],
  ] as const) {
    const parts = [device.cairn.entity({ type: 'Task', id: part })!];
    await record('completeTask', { taskId: whole });
    for (const round of continuationsOf(device.cairn.entity({ type: 'Task', id: whole })!, parts, day)) {
      await record('continueTask', round);
      ids.set(round.taskId, 'Task');
    }
  }
  // An id that another device has taken: refused, and parked on this one.
  const clash = newId(a, 'Task');
  await here!('createTask', { taskId: clash, title: 'First', order: 'a2' });
  await there!('createTask', { taskId: clash, title: 'Second', order: 'a2' });
});

// The choices, their undoing, and what the person takes back.
const conflictOf = (device: NodeDevice, type: string, id: string) =>
  Object.keys(device.cairn.entity({ type, id })!.conflicts)[0]!;
await offline([b], async (record) => {
  const [inTask, inList, inNote] = [
    conflictOf(b, 'Task', taskId),
    conflictOf(b, 'List', listId),
    conflictOf(b, 'Note', noteId),
  ];
  await record!('settleTaskConflict', { taskId, conflictId: inTask, choice: 'MINE' });
  await record!('reopenTaskConflict', { taskId, conflictId: inTask });
  await record!('settleTaskConflict', { taskId, conflictId: inTask, choice: 'EDITED', value: WIDE });
  await record!('settleListConflict', { listId, conflictId: inList, choice: 'THEIRS' });
  await record!('reopenListConflict', { listId, conflictId: inList });
  await record!('settleNoteConflict', { noteId, conflictId: inNote, choice: 'MINE' });
  await record!('reopenNoteConflict', { noteId, conflictId: inNote });
  await record!('prioritizeTask', { taskId, priority: 1 });
  await b.cairn.undo();
  await record!('recolorList', { listId, color: 'blue' });
  await b.cairn.undo();
  await record!('unpinNote', { noteId });
  await b.cairn.undo();
  await record!('choosePolicy', { settingsId, entityType: 'Task', field: 'title', policy: 'client-wins' });
  await b.cairn.undo();
  await record!('revertTask', { taskId, values: { title: 'Milk', tags: { add: ['reverted'] } } });
});

// What was refused, as it stands parked: its person may send it again.
const parked = [...b.outbox.entries.values()].filter(({ rejection }) => rejection);
queues.push({ device: b.session.deviceId, entries: structuredClone(parked) as readonly FrozenEntry[] });

const written = new Set(queues.flatMap(({ entries }) => entries.map(({ mutation }) => mutation)));
const missing = registry.mutations.filter((mutation) => !written.has(mutation));
if (missing.length > 0) throw new Error(`not written: ${missing.join(', ')}`);
await Promise.all([a.stop(), b.stop()]);
await server.close();

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
const release = process.argv[2] ?? version;
const frozen = { release, now: Date.now(), account: settingsId, queues };
const all: FrozenQueues = { ...frozen, ...(await replayFrozen(frozen)) };
for (const [path, text] of [
  [`api/test/frozen/queues/${release}.json`, JSON.stringify(all)],
  [`api/test/frozen/schema/${release}.graphql`, await emitSchema()],
] as const) {
  if (existsSync(path)) throw new Error(`${path} is there: what was frozen is never changed`);
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
process.exit(0);
