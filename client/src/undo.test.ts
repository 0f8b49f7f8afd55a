import { TestAccount, type TestDevice } from './testing/rig.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const ref = { type: 'Task', id: TASK };
const fields = (device: TestDevice) => device.entity(ref)!.fields;

async function rig() {
  const account = new TestAccount();
  const [a, b] = [account.device('A'), account.device('B')];
  await a.record('createTask', { taskId: TASK, title: 'Milk', order: 'a0' });
  a.sync();
  b.sync();
  return { account, a, b, undo: () => a.recorder.undo.undo(), redo: () => a.recorder.undo.redo() };
}

test('[M10] undo takes back the last thing, and redo does it again, offline', async () => {
  const { a, undo, redo } = await rig();
  await a.record('prioritizeTask', { taskId: TASK, priority: 3 });
  await a.record('scheduleTask', { taskId: TASK, due: '2026-11-30' });
  expect(await undo()).toEqual({ mutation: 'scheduleTask', entity: ref, isGone: false });
  expect(fields(a)).toMatchObject({ due: null, priority: 3 });
  expect(await undo()).toMatchObject({ mutation: 'prioritizeTask' });
  expect(fields(a).priority).toBe(0);
  await redo();
  await redo();
  expect(fields(a)).toMatchObject({ due: '2026-11-30', priority: 3 });
  expect(await redo()).toBeUndefined();
});

test('[M10] after the change has reached another device, its undo does too', async () => {
  const { a, b, undo } = await rig();
  await a.record('completeTask', { taskId: TASK });
  a.sync();
  b.sync();
  expect(fields(b).completedAt).not.toBeNull();
  await undo();
  a.sync();
  b.sync();
  expect(fields(b).completedAt).toBeNull();
});

test('[M10] what another device wrote since stays, known here or not', async () => {
  const { a, b, undo } = await rig();
  await a.record('prioritizeTask', { taskId: TASK, priority: 1 });
  await a.record('scheduleTask', { taskId: TASK, due: '2026-11-30' });
  a.sync();
  b.sync();
  await b.record('scheduleTask', { taskId: TASK, due: '2026-12-24' });
  b.sync();
  // Not known here yet: the event is written, and the server finds nothing left to take back.
  expect(await undo()).toMatchObject({ mutation: 'scheduleTask' });
  a.sync();
  expect(fields(a).due).toBe('2026-12-24');
  await b.record('prioritizeTask', { taskId: TASK, priority: 2 });
  b.sync();
  a.sync();
  // Known here: nothing is written, and the thing before is not touched in its place.
  expect(await undo()).toMatchObject({ mutation: 'prioritizeTask', isGone: true });
  expect(fields(a)).toMatchObject({ priority: 2, deletedAt: null });
});

test('[M10] what was created goes to the trash, and comes back by redo', async () => {
  const { a, undo, redo } = await rig();
  await undo();
  expect(fields(a).deletedAt).not.toBeNull();
  await redo();
  expect(fields(a).deletedAt).toBeNull();
});

test('[M10] a new change forgets what could be done again', async () => {
  const { a, undo, redo } = await rig();
  await a.record('prioritizeTask', { taskId: TASK, priority: 3 });
  await undo();
  await a.record('completeTask', { taskId: TASK });
  expect(await redo()).toBeUndefined();
  expect(a.recorder.undo.state.get()).toEqual({ undo: { mutation: 'completeTask', entity: ref }, redo: undefined });
});

test('[M10] two quick presses take back two things', async () => {
  const { a, undo } = await rig();
  await a.record('prioritizeTask', { taskId: TASK, priority: 3 });
  await a.record('completeTask', { taskId: TASK });
  expect(await Promise.all([undo(), undo()])).toMatchObject([
    { mutation: 'completeTask' },
    { mutation: 'prioritizeTask' },
  ]);
  expect(fields(a)).toMatchObject({ completedAt: null, priority: 0 });
});

test('[M6] a choice in a conflict is undone and made again', async () => {
  const { a, b, undo, redo } = await rig();
  await a.record('retitleTask', { taskId: TASK, title: 'Oat milk' });
  await b.record('retitleTask', { taskId: TASK, title: 'Soy milk' });
  b.sync();
  a.sync();
  const [conflict] = Object.values(a.entity(ref)!.conflicts);
  expect(conflict).toMatchObject({ base: 'Milk', mine: 'Oat milk', theirs: 'Soy milk', settled: null });
  await a.record('settleTaskConflict', { taskId: TASK, conflictId: conflict!.id, choice: 'MINE' });
  a.sync();
  expect(fields(a).title).toBe('Oat milk');
  expect(await undo()).toMatchObject({ mutation: 'settleTaskConflict' });
  expect(fields(a).title).toBe('Soy milk');
  expect(a.entity(ref)!.conflicts[conflict!.id]!.settled).toBeNull();
  await redo();
  a.sync();
  b.sync();
  expect(fields(b).title).toBe('Oat milk');
  expect(b.entity(ref)!.conflicts[conflict!.id]!.settled).toMatchObject({ choice: 'MINE' });
});

test('[M10] two changes of one field are taken back one after the other, and done again', async () => {
  const { a, undo, redo } = await rig();
  await a.record('scheduleTask', { taskId: TASK, due: '2026-11-01', start: '2026-10-01' });
  await a.record('scheduleTask', { taskId: TASK, due: '2026-11-02' });
  for (let round = 0; round < 2; round += 1) {
    await undo();
    expect(fields(a)).toMatchObject({ due: '2026-11-01', start: '2026-10-01' });
    await undo();
    expect(fields(a)).toMatchObject({ due: null, start: null });
    await redo();
    expect(fields(a)).toMatchObject({ due: '2026-11-01', start: '2026-10-01' });
    await redo();
    expect(fields(a)).toMatchObject({ due: '2026-11-02', start: '2026-10-01' });
  }
  expect(fields(a).deletedAt).toBeNull();
});

test('[M10] tagged and untagged: both are taken back', async () => {
  const { a, undo } = await rig();
  await a.record('tagTask', { taskId: TASK, tags: ['x'] });
  await a.record('untagTask', { taskId: TASK, tags: ['x'] });
  await undo();
  expect(fields(a).tags).toEqual(['x']);
  await undo();
  expect(fields(a)).toMatchObject({ tags: [], deletedAt: null });
});

test('[M10] what another device wrote between two changes is not taken back with the first', async () => {
  const { a, b, undo } = await rig();
  await a.record('scheduleTask', { taskId: TASK, due: '2026-11-01' });
  a.sync();
  b.sync();
  await b.record('scheduleTask', { taskId: TASK, due: '2026-12-24' });
  b.sync();
  a.sync();
  await a.record('scheduleTask', { taskId: TASK, due: '2026-11-02' });
  await undo();
  expect(fields(a).due).toBe('2026-12-24');
  expect(await undo()).toMatchObject({ isGone: true });
  expect(fields(a).due).toBe('2026-12-24');
});

test("[M10] an undo does not take another device's words with it that its change was combined with", async () => {
  const { a, b, undo } = await rig();
  await a.record('describeTask', { taskId: TASK, description: 'one\ntwo\nthree\nfour' });
  a.sync();
  b.sync();
  await b.record('describeTask', { taskId: TASK, description: 'one\ntwo\nthree\nfour by B' });
  b.sync();
  await a.record('describeTask', { taskId: TASK, description: 'one by A\ntwo\nthree\nfour' });
  a.sync();
  await undo();
  a.sync();
  expect(fields(a).description).toContain('four by B');
});

test('[M10] the undo of a change that waits for a choice ends the waiting', async () => {
  const { a, b, undo } = await rig();
  await b.record('retitleTask', { taskId: TASK, title: 'Soy milk' });
  b.sync();
  await a.record('retitleTask', { taskId: TASK, title: 'Oat milk' });
  await undo();
  a.sync();
  expect(fields(a).title).toBe('Soy milk');
  expect(a.entity(ref)!.conflicts).toEqual({});
});

test('[M6] a choice that somebody made anew since is not undone with the first one', async () => {
  const { a, b, undo } = await rig();
  await a.record('retitleTask', { taskId: TASK, title: 'Oat milk' });
  await b.record('retitleTask', { taskId: TASK, title: 'Soy milk' });
  b.sync();
  a.sync();
  const [conflict] = Object.values(a.entity(ref)!.conflicts);
  const settling = { taskId: TASK, conflictId: conflict!.id };
  await a.record('settleTaskConflict', { ...settling, choice: 'MINE' });
  a.sync();
  b.sync();
  await b.record('settleTaskConflict', { ...settling, choice: 'EDITED', value: 'Almond milk' });
  b.sync();
  await undo();
  a.sync();
  b.sync();
  for (const device of [a, b]) {
    expect(fields(device).title).toBe('Almond milk');
    expect(device.entity(ref)!.conflicts[conflict!.id]!.settled).toMatchObject({ choice: 'EDITED' });
  }
});

test("[M10] another device's change is taken back from what the history tells of it", async () => {
  const { account, a, b } = await rig();
  await a.record('tagTask', { taskId: TASK, tags: ['home', 'shop'] });
  a.sync();
  b.sync();
  const { event, applied, before, device } = account.log.rows.at(-1)!;
  await b.record('tagTask', { taskId: TASK, tags: ['today'] });
  await b.recorder.undo.takeBack({
    type: event.type,
    entityId: TASK,
    device,
    sequence: event.stamp.sequence,
    asked: event.payload,
    applied,
    before,
  });
  b.sync();
  a.sync();
  expect(fields(a).tags).toEqual(['today']);
});

test('[H1] an earlier version is brought back over whoever wrote since', async () => {
  const { a, b } = await rig();
  const then = fields(a);
  await a.record('prioritizeTask', { taskId: TASK, priority: 3 });
  a.sync();
  b.sync();
  await b.record('tagTask', { taskId: TASK, tags: ['home'] });
  await b.recorder.undo.bringBack(ref, then);
  b.sync();
  a.sync();
  expect(fields(a)).toEqual(then);
  expect(await b.recorder.undo.bringBack(ref, then)).toBeUndefined();
});
