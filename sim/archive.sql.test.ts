import { projections, purgeTrash } from '@cairn/api';
import { archiveEvents, verifyLog } from '@cairn/prisma';
import { everyAccount } from '@cairn/prisma/testing';
import { NodeDevice } from './src/node-device.ts';
import { TestServer } from './src/test-server.ts';

// The archive and the purge fence, with real devices and the real server.

let server: TestServer;
let devices: NodeDevice[] = [];

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(async () => {
  await server?.close();
});
afterEach(async () => {
  await Promise.all(devices.map((device) => device.stop()));
  devices = [];
});

const before = () => new Date(Date.now() + 60_000);

test('[fault F64] [F6] [A10] a device that was away since before the fence loads afresh, and what it wrote is taken once', async () => {
  const email = 'away@example.org';
  const [here, away] = (devices = [
    await NodeDevice.signUp(server.url, email),
    await NodeDevice.signIn(server.url, email),
  ]);
  const { accountId } = here!.session;
  const [kept, gone, edited] = [0, 1, 2].map(() => here!.cairn.newId()) as [string, string, string];
  for (const [taskId, title] of [
    [kept, 'Kept'],
    [gone, 'Gone'],
    [edited, 'Edited while away'],
  ] as const) {
    await here!.cairn.record('createTask', { taskId, title, order: 'a0' });
  }
  await here!.synced();
  await away!.until(() => away!.task(edited) !== undefined);

  // Of three changes that wait there, the answer to one was lost, and one is to what is deleted and purged meanwhile.
  away!.road.onAnswer = (operation) => {
    if (operation === 'replayEvents') away!.road.isUp = false;
  };
  await away!.cairn.record('prioritizeTask', { taskId: kept, priority: 3 });
  await away!.until(() => !away!.road.isUp);
  away!.road.onAnswer = () => {};
  away!.offline();
  await away!.cairn.record('retitleTask', { taskId: kept, title: 'Kept on the train' });
  await away!.cairn.record('retitleTask', { taskId: edited, title: 'Edited on the train' });
  const added = away!.cairn.newId();
  await away!.cairn.record('createTask', { taskId: added, title: 'Thought of on the train', order: 'a1' });
  await away!.stop();

  for (const taskId of [gone, edited]) await here!.cairn.record('deleteTask', { taskId });
  await here!.synced();
  const log = everyAccount(server.database);
  const { position } = await log.head.findFirstOrThrow({ where: { accountId } });
  expect(position).toBe(6);
  expect(await archiveEvents(server.database, { before: before(), accountIds: [accountId], most: 3 })).toEqual({
    events: 6,
    failed: [],
  });
  expect(await purgeTrash(server.database.prisma, projections, accountId, { before: before() })).toBe(2);

  away!.road.isUp = true;
  await away!.start();
  await away!.synced();
  expect(away!.cairn.status.get()).toMatchObject({ pending: 0, parked: 0 });
  // The one change that was answered once is not in the log again.
  expect((await log.head.findFirstOrThrow({ where: { accountId } })).position).toBe(position + 3);
  expect(away!.task(gone)).toBeUndefined();
  await away!.until(() => away!.task(edited) !== undefined);
  for (const device of devices) {
    await device.until(() => device.task(added) !== undefined && device.task(kept)!.title === 'Kept on the train');
    expect(device.task(kept)).toMatchObject({ title: 'Kept on the train', priority: 3 });
    await device.until(() => device.task(edited)!.title === 'Edited on the train');
    expect(device.task(edited)!.deletedAt).not.toBeNull();
  }
  expect((await verifyLog(server.database)).wrong).toEqual([]);
  expect((await server.rebuild(accountId)).differing).toEqual([]);

  // A new device begins at the fence, and finds what is there.
  const fresh = await NodeDevice.signIn(server.url, email);
  devices.push(fresh);
  await fresh.synced();
  expect(fresh.task(gone)).toBeUndefined();
  expect([fresh.task(kept)!.title, fresh.task(edited)!.title, fresh.task(added)!.title]).toEqual([
    'Kept on the train',
    'Edited on the train',
    'Thought of on the train',
  ]);
});
