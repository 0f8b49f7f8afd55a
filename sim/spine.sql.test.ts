import { everyAccount } from '@cairn/prisma/testing';
import { canonicalJson, registry, type Payloads } from '@cairn/domain';
import { decodeBucket } from '@cairn/client/testing';
import { NodeDevice } from './src/node-device.ts';
import { TestServer } from './src/test-server.ts';

// One change, from a person's hand to another device's screen and disk, through the real functions. Each block is a
// step of the journey in the README, in its order.

let server: TestServer;
let mine: NodeDevice;
let other: NodeDevice;

beforeAll(async () => {
  server = await TestServer.start();
  mine = await NodeDevice.signUp(server.url, 'spine@example.org');
  other = await NodeDevice.signIn(server.url, 'spine@example.org');
  await Promise.all([mine.synced(), other.synced()]);
}, 60_000);

afterAll(async () => {
  await mine?.stop();
  await other?.stop();
  await server?.close();
});

test('[E1] [O1] [A1] [A7] [A8] [F1] [C1] [C3] one change walks all eight steps', async () => {
  const taskId = mine.cairn.newId();
  await mine.cairn.record('createTask', { taskId, title: 'Lay a stone', order: 'a0' });
  await mine.synced();
  mine.offline();
  await mine.until(() => mine.cairn.status.get().road !== 'open');

  // 1 event: the person completes the task; what is said is checked by the domain.
  const payload: Payloads['completeTask'] = { taskId };
  expect(registry.eventOf('completeTask').type).toBe('TaskCompleted');
  const { eventId } = await mine.cairn.record('completeTask', payload);

  // 2 outbox: durable, with its id, its sequence and the version it was made on.
  const [entry] = [...mine.outbox.entries.values()];
  expect(entry).toMatchObject({
    sequence: 2,
    mutation: 'completeTask',
    input: { taskId, event: { id: eventId, sequence: 2, parentVersion: 1 } },
  });

  // 3 link: shown at once, from pending folded over confirmed.
  expect(mine.task(taskId)!.completedAt).not.toBeNull();
  expect(mine.cairn.index('done', 'all').get()).toEqual([taskId]);
  expect(mine.cairn.status.get()).toMatchObject({ pending: 1 });
  expect(mine.cairn.client.cache.extract()).toHaveProperty(
    [`Task:${taskId}`, 'completedAt'],
    mine.task(taskId)!.completedAt,
  );

  // 4 replay: when there is a road.
  mine.online();
  await mine.synced();

  // 5 append: the next position of the account, what was asked and what was applied, and a receipt.
  const [event] = await everyAccount(server.database).event.findMany({ where: { id: eventId } });
  expect(event).toMatchObject({
    accountId: mine.session.accountId,
    deviceId: mine.session.deviceId,
    position: 2,
    version: 2,
    type: 'TaskCompleted',
    asked: { taskId },
    before: { completedAt: null },
    applied: { completedAt: mine.task(taskId)!.completedAt },
  });
  const [receipt] = await everyAccount(server.database).receipt.findMany({ where: { eventId } });
  expect(receipt).toMatchObject({ status: 'APPLIED', position: 2, version: 2 });

  // 6 projection: changed with it.
  const [row] = await everyAccount(server.database).task.findMany({ where: { id: taskId } });
  expect(row).toMatchObject({ version: 2, position: 2, completedAt: mine.task(taskId)!.completedAt });

  // 7 feed: the other device hears of it without asking.
  await other.until(() => other.task(taskId)?.completedAt !== null && other.task(taskId) !== undefined);

  // 8 cache: confirmed on both, pending nowhere, stored on both, and the same.
  expect(mine.outbox.entries.size).toBe(0);
  const ref = { type: 'Task', id: taskId };
  expect(canonicalJson(other.cairn.entity(ref))).toBe(canonicalJson(mine.cairn.entity(ref)));
  for (const device of [mine, other]) {
    const stored = () => [...device.buckets].flatMap(([name, bucket]) => (name === 'meta' ? [] : decodeBucket(bucket)));
    await device.until(() => stored().some(({ id, version }) => id === taskId && version === 2));
  }
});
