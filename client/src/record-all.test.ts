import type { Intent } from '@cairn/domain';
import { MemoryOutbox } from './outbox/memory-outbox-store.ts';
import { TestAccount, type TestDevice } from './testing/rig.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const taskRef = (n: number) => ({ type: 'Task', id: id(n) });
const newTask = (n: number, more: object = {}): Intent => ({
  mutation: 'createTask',
  payload: { taskId: id(n), title: `Task ${n}`, order: 'a0', ...more },
});
const pending = (device: TestDevice) => device.replica.outbox.all().map(({ entry }) => entry);
const fields = (device: TestDevice, n: number) => device.entity(taskRef(n))!.fields;

function rig() {
  const account = new TestAccount();
  const [a, b] = [account.device('A'), account.device('B')];
  /** A long undo lets the screen breathe; a clock that stands still would wait for ever. */
  const running = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    while (!isOver) await account.time.advance(1);
    return work;
  };
  const [undo, redo] = [() => running(a.recorder.undo.undo()), () => running(a.recorder.undo.redo())];
  const both = () => {
    a.sync();
    b.sync();
    a.sync();
  };
  return { account, a, b, undo, redo, both };
}

test('[O9] events that build on each other are written as one thing, taken back and done again as one', async () => {
  const { a, b, undo, redo, both } = rig();
  const list = id(900);
  await a.recordAll(
    [
      { mutation: 'createList', payload: { listId: list, name: 'Home', color: 'blue', order: 'a0' } },
      newTask(1, { listId: list }),
      { mutation: 'completeTask', payload: { taskId: id(1) } },
    ],
    { label: 'import' },
  );
  expect(a.recorder.undo.state.get().undo).toMatchObject({ mutation: 'createList', count: 3, label: 'import' });
  for (const isOnServer of [false, true]) {
    if (isOnServer) both();
    expect(await undo()).toMatchObject({ count: 3, isGone: false });
    if (isOnServer) both();
    // To the trash as it was: completed, and in its list.
    expect(fields(a, 1)).toMatchObject({
      listId: list,
      completedAt: expect.any(String),
      deletedAt: expect.any(String),
    });
    expect(a.entity({ type: 'List', id: list })!.fields.deletedAt).not.toBeNull();
    await redo();
    expect(fields(a, 1)).toMatchObject({ completedAt: expect.any(String), deletedAt: null });
    expect(a.entity({ type: 'List', id: list })!.fields.deletedAt).toBeNull();
  }
  both();
  expect(b.entity(taskRef(1))!.fields).toEqual(fields(a, 1));
});

test('[O9] one that is refused leaves nothing of all of them', async () => {
  const { a } = rig();
  const refused = [newTask(1), newTask(2, { listId: id(900) })];
  await expect(a.recordAll(refused)).rejects.toMatchObject({ code: 'REFERENCE_UNKNOWN' });
  expect(pending(a)).toEqual([]);
  expect(a.entity(taskRef(1))).toBeUndefined();
  expect(a.recorder.undo.state.get().undo).toBeUndefined();
});

test('[O9] stopped before they are durable, nothing of them is written', async () => {
  const { a } = rig();
  const stop = new AbortController();
  const many = Array.from({ length: 500 }, (_, n) => newTask(n));
  const onProgress = (share: number) => share > 0.2 && stop.abort(new Error('stopped'));
  await expect(a.recordAll(many, { signal: stop.signal, onProgress })).rejects.toThrow('stopped');
  expect(pending(a)).toEqual([]);
});

test('[O9] thousands are durable in one transaction, shown in parts, and one undo takes all of them back', async () => {
  const { a, undo, redo } = rig();
  const many = Array.from({ length: 1_000 }, (_, n) => newTask(n)).flatMap((created, n) => [
    created,
    { mutation: 'tagTask', payload: { taskId: id(n), tags: ['imported'] } },
  ]);
  const shares: number[] = [];
  const { outbox } = a.replica;
  const append = outbox.appendAll.bind(outbox);
  const transactions: number[] = [];
  outbox.appendAll = (makers) => {
    transactions.push(makers.length);
    return append(makers);
  };
  const shown: number[] = [];
  a.replica.view.subscribe((changes) => shown.push(changes.length));
  await a.recordAll(many, { onProgress: (share) => shares.push(share) });
  expect(transactions).toEqual([2_000]);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
  expect(shares.at(-1)).toBe(1);
  expect(Math.max(...shown)).toBeLessThanOrEqual(100);
  expect(pending(a)).toHaveLength(2_000);

  await undo();
  // One event is enough for what was created.
  expect(transactions).toEqual([2_000, 1_000]);
  expect([0, 500, 999].map((n) => fields(a, n).deletedAt)).not.toContain(null);
  await redo();
  expect([0, 500, 999].map((n) => fields(a, n).deletedAt)).toEqual([null, null, null]);
});

test('[O9] [M10] what others wrote since stays, and the rest is taken back', async () => {
  const { a, b, undo, both } = rig();
  await a.recordAll([newTask(1), newTask(2)]);
  both();
  await a.recordAll([1, 2].map((n) => ({ mutation: 'prioritizeTask', payload: { taskId: id(n), priority: 3 } })));
  both();
  await b.record('prioritizeTask', { taskId: id(2), priority: 1 });
  b.sync();
  a.sync();
  expect(await undo()).toMatchObject({ count: 2, isGone: false });
  expect([1, 2].map((n) => fields(a, n).priority)).toEqual([0, 1]);
});

test('[O9] [M10] two changes of one field in it, and those before it, are taken back in their order', async () => {
  const memory = new MemoryOutbox();
  const account = new TestAccount();
  const [a, otherTab] = [account.device('A', memory), account.device('A', memory)];
  const due = (day: string): Intent => ({ mutation: 'scheduleTask', payload: { taskId: id(1), due: day } });
  await a.recordAll([newTask(1)]);
  await a.recordAll([due('2026-11-01')]);
  // A tab that this one has not heard of yet: the sequences are others than they were checked with.
  await otherTab.recordAll([newTask(2)]);
  await a.recordAll([due('2026-11-02'), due('2026-11-03')]);
  expect(pending(a).map(({ sequence }) => sequence)).toEqual([1, 2, 4, 5]);
  const { undo } = a.recorder;
  for (let round = 0; round < 2; round += 1) {
    await undo.undo();
    expect(fields(a, 1).due).toBe('2026-11-01');
    await undo.undo();
    expect(fields(a, 1).due).toBeNull();
    await undo.redo();
    expect(fields(a, 1).due).toBe('2026-11-01');
    await undo.redo();
    expect(fields(a, 1).due).toBe('2026-11-03');
  }
});

test('[O9] [M6] choices in several conflicts are undone and made again together', async () => {
  const { a, b, undo, redo, both } = rig();
  await a.recordAll([newTask(1), newTask(2)]);
  both();
  for (const n of [1, 2]) {
    await a.record('retitleTask', { taskId: id(n), title: `Mine ${n}` });
    await b.record('retitleTask', { taskId: id(n), title: `Theirs ${n}` });
  }
  b.sync();
  a.sync();
  const open = (n: number) => Object.values(a.entity(taskRef(n))!.conflicts)[0]!;
  await a.recordAll(
    [1, 2].map((n) => ({
      mutation: 'settleTaskConflict',
      payload: { taskId: id(n), conflictId: open(n).id, choice: 'MINE' },
    })),
  );
  expect([1, 2].map((n) => fields(a, n).title)).toEqual(['Mine 1', 'Mine 2']);
  await undo();
  expect([1, 2].map((n) => fields(a, n).title)).toEqual(['Theirs 1', 'Theirs 2']);
  await redo();
  expect([1, 2].map((n) => fields(a, n).title)).toEqual(['Mine 1', 'Mine 2']);
  expect([1, 2].map((n) => open(n).settled)).toMatchObject([{ choice: 'MINE' }, { choice: 'MINE' }]);
});

test('[O9] nothing to write is nothing done', async () => {
  const { a } = rig();
  await a.recordAll([]);
  expect(a.recorder.undo.state.get().undo).toBeUndefined();
});
