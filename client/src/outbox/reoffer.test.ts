import { roundId, type Entity } from '@cairn/domain';
import { memoryBucketStore } from '../cache/bucket-store.ts';
import { StorageError } from '../storage-error.ts';
import { TestAccount, type TestDevice } from '../testing/rig.ts';
import { reoffer } from './reoffer.ts';
import { SentLog } from './sent-log.ts';

const OLD = 'log-1';
const NEW = 'log-2';
const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const task = (n: number) => ({ type: 'Task', id: id(n) });

const confirmedOf = ({ replica }: TestDevice): Entity[] => structuredClone([...replica.view.confirmedEntities()]);

/** What the server takes of what waits, and this device keeps a copy of. */
async function push(device: TestDevice, sentLog: SentLog): Promise<void> {
  const taken = device.replica.outbox.all().map(({ entry }) => entry);
  device.sync();
  await device.replica.outbox.remove(taken.map(({ sequence }) => sequence));
  await sentLog.add(taken.map((entry) => ({ entry, epoch: OLD })));
}

/** The server came back from a backup that held just this, and the device has loaded it. */
function restored({ replica }: TestDevice, backup: readonly Entity[]): void {
  replica.expire();
  const gone = [...replica.view.confirmedEntities()];
  replica.view.step({ gone });
  const changes = backup.map(({ type, fields, ...rest }) => ({ __typename: type, ...rest, ...fields }));
  replica.applyPage({ changes, cursor: 'c', epoch: NEW, hasMore: false, head: 9 });
}

describe('a log that was restored from a backup', () => {
  test('[fault F46] [F4] what it lost of this device is in the outbox again, under its own ids, and nothing else', async () => {
    const device = new TestAccount().device('A');
    const sentLog = new SentLog(memoryBucketStore());
    await device.record('createTask', { taskId: id(1), title: 'One', order: 'a0' });
    await push(device, sentLog);
    const backup = confirmedOf(device);
    await device.record('retitleTask', { taskId: id(1), title: 'One, later' });
    await device.record('createTask', { taskId: id(2), title: 'Two', order: 'a1' });
    await push(device, sentLog);
    await device.record('completeTask', { taskId: id(2) });
    await push(device, sentLog);

    restored(device, backup);
    const { entries, waiting } = await reoffer(device.replica, sentLog);
    expect(waiting).toBe(0);
    expect(entries.map(({ mutation, sequence }) => [sequence, mutation])).toEqual([
      [2, 'retitleTask'],
      [3, 'createTask'],
      [4, 'completeTask'],
    ]);
    const written = device.held.filter(({ sequence }) => sequence >= 2);
    expect(entries.map(({ input }) => input.event.id)).toEqual(written.map(({ input }) => input.event.id));
    // No later than the log has come: the server would refuse what was made on a version that it lost.
    expect(entries.map(({ input }) => input.event.parentVersion)).toEqual([1, 0, 0]);
    expect((await device.replica.outbox.load()).entries).toEqual(entries);
    device.replica.view.step({ hold: entries });
    expect(device.entity(task(1))!.fields.title).toBe('One, later');
    expect(device.entity(task(2))!.fields.completedAt).not.toBeNull();
    expect(await reoffer(device.replica, sentLog)).toEqual({ entries: [], waiting: 0 });
  });

  test('[fault F46] what happened to something that another device made waits until that device has given it back', async () => {
    const account = new TestAccount();
    const [a, b] = [account.device('A'), account.device('B')];
    const sentLog = new SentLog(memoryBucketStore());
    await b.record('createTask', { taskId: id(1), title: 'Of B', order: 'a0' });
    b.sync();
    const given = confirmedOf(b);
    a.sync();
    await a.record('retitleTask', { taskId: id(1), title: 'By A' });
    await push(a, sentLog);

    restored(a, []);
    expect(await reoffer(a.replica, sentLog)).toEqual({ entries: [], waiting: 1 });
    a.replica.confirm(given);
    const { entries, waiting } = await reoffer(a.replica, sentLog);
    expect([entries.map(({ mutation }) => mutation), waiting]).toEqual([['retitleTask'], 0]);
  });

  test('[fault F46] nor longer than this device makes it anew itself: what comes after that would hide what is missing', async () => {
    const account = new TestAccount();
    const [a, b] = [account.device('A'), account.device('B')];
    const sentLog = new SentLog(memoryBucketStore());
    const round = { taskId: roundId(id(1)), roundOf: id(1), title: 'Water', order: 'a0' };
    await a.record('createTask', { taskId: id(1), title: 'Water', order: 'a0' });
    await push(a, sentLog);
    const backup = confirmedOf(a);
    b.sync();
    await b.record('continueTask', round);
    b.sync();
    a.sync();
    await a.record('setTaskReminder', { taskId: round.taskId, remindAt: '2026-11-20T09:30' });
    await push(a, sentLog);

    restored(a, backup);
    expect(await reoffer(a.replica, sentLog)).toEqual({ entries: [], waiting: 1 });
    await a.record('continueTask', round);
    const { entries, waiting } = await reoffer(a.replica, sentLog);
    expect([entries.map(({ mutation }) => mutation), waiting]).toEqual([['setTaskReminder'], 0]);
  });

  test('[fault F46] [E4] a release that cannot read one of them offers none: what is newer would hide that it is missing', async () => {
    const device = new TestAccount().device('A');
    const sentLog = new SentLog(memoryBucketStore());
    await device.record('createTask', { taskId: id(1), title: 'One', order: 'a0' });
    await push(device, sentLog);
    const backup = confirmedOf(device);
    await device.record('completeTask', { taskId: id(1) });
    const [completed] = device.held;
    await push(device, sentLog);
    await sentLog.add([{ entry: { ...completed!, sequence: 3, mutation: 'foldTask' }, epoch: OLD }]);

    restored(device, backup);
    expect(await reoffer(device.replica, sentLog)).toEqual({ entries: [], waiting: 0, needsNewer: true });
    expect((await device.replica.outbox.load()).entries).toEqual([]);
    expect(sentLog.notOf(NEW)).toHaveLength(3);
  });

  test('[fault F46] a device that dies between the two writes offers again, and nothing twice', async () => {
    const device = new TestAccount().device('A');
    const store = memoryBucketStore();
    let isFull = false;
    const failing = {
      ...store,
      set: (key: string, value: string) =>
        isFull ? Promise.reject(new StorageError('STORAGE_FULL', 'full')) : store.set(key, value),
    };
    const sentLog = new SentLog(failing);
    await device.record('createTask', { taskId: id(1), title: 'One', order: 'a0' });
    await push(device, sentLog);
    restored(device, []);
    isFull = true;
    await expect(reoffer(device.replica, sentLog)).rejects.toThrow('full');
    isFull = false;
    const again = new SentLog(store);
    await again.load();
    expect((await reoffer(device.replica, again)).entries).toHaveLength(1);
    expect((await device.replica.outbox.load()).entries).toHaveLength(1);
  });
});

test('[F4] an answer of the log before, and what another tab says of it, is not believed', () => {
  const { replica } = new TestAccount().device('A');
  expect(replica.isOfThisLog(undefined)).toBe(true);
  replica.applyPage({ changes: [], cursor: 'c1', epoch: OLD, hasMore: false, head: 0 });
  expect([replica.isOfThisLog(OLD), replica.isOfThisLog(NEW), replica.isOfThisLog(null)]).toEqual([true, false, true]);
  replica.expire();
  replica.applyPage({ changes: [], cursor: 'c2', epoch: NEW, hasMore: false, head: 0 });
  expect([replica.isOfThisLog(OLD), replica.isOfThisLog(NEW)]).toEqual([false, true]);
});

test('[F4] a page of another log begins confirmed state anew, also where nobody knew that the old one was over', () => {
  const device = new TestAccount().device('A');
  expect(device.replica.isOfThisLog(OLD)).toBe(true);
  device.replica.applyPage({ changes: [], cursor: 'c2', epoch: NEW, hasMore: true, head: 3 });
  expect([device.replica.isLoaded, device.replica.hasExpired, device.replica.durableCursor]).toEqual([
    false,
    true,
    null,
  ]);
});

describe('what the server has taken', () => {
  const entry = (sequence: number) => ({
    sequence,
    mutation: 'completeTask',
    input: { event: { id: id(sequence), parentVersion: 1, sequence, occurredAt: 'x' }, taskId: id(1) },
  });

  test('[F4] is there after a restart; the oldest make room', async () => {
    const store = memoryBucketStore();
    const sentLog = new SentLog(store);
    for (let first = 1; first <= 3_000; first += 10) {
      await sentLog.add(Array.from({ length: 10 }, (_, index) => ({ entry: entry(first + index), epoch: OLD })));
    }
    const again = new SentLog(store);
    await again.load();
    const kept = again.notOf(NEW).map(({ entry }) => entry.sequence);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 3_000 - kept.length + 1 + index));
    expect(kept.length).toBeGreaterThan(2_000);
    expect((await store.entries()).length).toBe(64);
    expect([again.lastEpoch, again.notOf(OLD)]).toEqual([OLD, []]);
    expect(again.notOf(NEW)).toEqual(sentLog.notOf(NEW));
  });
});
