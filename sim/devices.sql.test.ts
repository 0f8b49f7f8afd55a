import { ownerQuery, everyAccount } from '@cairn/prisma/testing';
import { readFile } from 'node:fs/promises';
import { memoryOutboxStore, memoryStorage, openCairn, StorageError } from '@cairn/client';
import { testApp } from '@cairn/client/testing';
import type { Payloads } from '@cairn/domain';
import { takeBackup } from './src/backup.ts';
import { NodeDevice } from './src/node-device.ts';
import { Program } from './src/program.ts';
import { TestServer } from './src/test-server.ts';

// The real client in this process against the real server, on a road that fails as it is told.

let server: TestServer;
let count = 0;
let email: string;
const devices: NodeDevice[] = [];

beforeAll(async () => {
  server = await TestServer.start();
});

afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.stop()));
});

afterAll(async () => {
  await server?.close();
});

async function first(): Promise<NodeDevice> {
  email = `sim-${(count += 1)}@example.org`;
  const device = await NodeDevice.signUp(server.url, email);
  devices.push(device);
  await device.synced();
  return device;
}

async function another(): Promise<NodeDevice> {
  const device = await NodeDevice.signIn(server.url, email);
  devices.push(device);
  await device.synced();
  return device;
}

const program = () => Program.signIn(server.url, email, 'a long way from anywhere');

async function addTask(device: NodeDevice, title: string): Promise<string> {
  const taskId = device.cairn.newId();
  await device.cairn.record('createTask', { taskId, title, order: 'a0' });
  return taskId;
}

test('[fault F3] [fault F4] [fault F25] [O1] [A2] lost requests, lost replies and a portal in the way: sent again until answered, and there once', async () => {
  const device = await first();
  device.road.faults.push(
    { operation: 'replayEvents', fault: 'lose-request' },
    { operation: 'replayEvents', fault: 'lose-reply' },
    { operation: 'replayEvents', fault: 'captive-portal' },
    { operation: 'replayEvents', fault: 'lose-reply' },
  );
  await addTask(device, 'Once');
  while (device.road.faults.length > 0) {
    device.cairn.syncNow();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  device.cairn.syncNow();
  await device.synced();
  expect(device.road.happened).toEqual(['lose-request', 'lose-reply', 'captive-portal', 'lose-reply']);
  expect(await (await program()).head()).toBe(1);
});

test('[fault F1] [O1] a crash after the write and before the send: the same id is sent after the restart', async () => {
  const device = await first();
  device.offline();
  const taskId = await addTask(device, 'Survivor');
  const [before] = [...device.outbox.entries.values()];
  await device.crash();
  device.road.isUp = true;
  await device.start();
  expect(device.task(taskId)!.title).toBe('Survivor');
  await device.synced();
  const [event] = await everyAccount(server.database).event.findMany({ where: { entityId: taskId } });
  expect(event!.id).toBe(before!.input.event.id);
});

test('[C1] after a restart without a road, what the server had confirmed is there, and so is what was not sent', async () => {
  const device = await first();
  const confirmed = await addTask(device, 'Confirmed');
  await device.synced();
  device.offline();
  const pending = await addTask(device, 'Pending');
  await device.crash();
  await device.start();
  expect(device.task(confirmed)!.title).toBe('Confirmed');
  expect(device.task(pending)!.title).toBe('Pending');
  expect(device.cairn.status.get().pending).toBe(1);
});

test('[M1] [M2] offline on both: different fields are kept, the same field goes to the later clock, on both alike', async () => {
  const a = await first();
  const taskId = await addTask(a, 'Shared');
  await a.synced();
  const b = await another();
  a.offline();
  b.offline();
  await a.cairn.record('prioritizeTask', { taskId, priority: 3 });
  await a.cairn.record('scheduleTask', { taskId, due: '2026-11-30' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await b.cairn.record('scheduleTask', { taskId, due: '2026-12-24' });
  await b.cairn.record('describeTask', { taskId, description: 'from B' });
  b.online();
  await b.synced();
  a.online();
  await a.synced();
  await b.until(() => b.task(taskId)!.priority === 3);
  const both = { due: '2026-12-24', description: 'from B', priority: 3 };
  expect(a.task(taskId)).toMatchObject(both);
  expect(b.task(taskId)).toMatchObject(both);
});

test('[O4] a rejected event is parked with its reason, holds nothing up, and is retried or discarded by the person', async () => {
  const a = await first();
  const b = await another();
  const taskId = await addTask(a, 'Made on A');
  await a.synced();
  await b.until(() => b.task(taskId) !== undefined);
  b.offline();
  // Another device made an entity of this very id before; b has not seen it.
  const clash = b.cairn.newId();
  await a.cairn.record('createTask', { taskId: clash, title: 'First', order: 'a1' });
  await a.synced();
  await b.cairn.record('createTask', { taskId: clash, title: 'Second', order: 'a1' });
  await b.cairn.record('retitleTask', { taskId, title: 'Goes on' });
  b.online();
  await b.synced();
  expect(b.cairn.status.get().parked).toBe(1);
  expect(b.cairn.parked.get()).toMatchObject([{ mutation: 'createTask', code: 'ENTITY_EXISTS' }]);
  expect(b.task(taskId)!.title).toBe('Goes on');
  expect(b.task(clash)!.title).toBe('First');

  await b.stop();
  await b.start();
  const [parked] = b.cairn.parked.get();
  expect(parked).toMatchObject({ code: 'ENTITY_EXISTS' });
  await expect(b.cairn.retryParked(parked!.sequence)).rejects.toMatchObject({ code: 'ENTITY_EXISTS' });
  expect(b.cairn.parked.get()).toHaveLength(1);
  await b.cairn.discardParked(parked!.sequence);
  expect(b.cairn.parked.get()).toEqual([]);
  expect(b.outbox.entries.size).toBe(0);
});

test('[fault F33] [SAFE2] [O3] a device that was signed out elsewhere keeps what is pending, sends nothing, and says why', async () => {
  const a = await first();
  const b = await another();
  await (await program()).ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: b.session.deviceId });
  await addTask(b, 'Too late');
  await b.until(() => b.cairn.status.get().road === 'signed-out');
  expect(b.cairn.status.get()).toMatchObject({ pending: 1, lastError: 'SESSION_REVOKED' });
  await addTask(a, 'Still welcome');
  await a.synced();
  expect(await (await program()).head()).toBe(1);
});

test('[F4] [SAFE1] a log that began anew is loaded afresh; what is pending stays and is sent', async () => {
  const device = await first();
  const kept = await addTask(device, 'Kept');
  await device.synced();
  device.offline();
  const pending = await addTask(device, 'Pending');
  await ownerQuery(server.database, 'update "Log" set "epoch" = gen_random_uuid()');
  device.online();
  await device.synced();
  expect(device.task(kept)!.title).toBe('Kept');
  expect((await (await program()).tasks()).map(({ id }) => id).sort()).toEqual([kept, pending].sort());
});

test('[fault F46] [F4] [S1] a server that came back from a backup is given again what it had taken, once', async () => {
  const [a, b] = [await first(), await another()];
  const old = await addTask(a, 'In the backup');
  await a.synced();
  const restore = await takeBackup(server.database);
  const lost = await addTask(a, 'Lost with the server');
  await a.synced();
  await b.until(() => b.task(lost) !== undefined);
  await b.cairn.record('retitleTask', { taskId: lost, title: 'Lost twice' });
  await b.cairn.record('completeTask', { taskId: old });
  await b.synced();
  await a.until(() => a.task(lost)?.title === 'Lost twice');
  b.offline();
  await b.cairn.record('prioritizeTask', { taskId: lost, priority: 3 });
  await restore();
  b.online();
  await addTask(a, 'After the restore');
  const all = async () => (await (await program()).tasks()).find(({ id }) => id === lost);
  await a.until(() => a.task(lost)?.priority === 3 && a.task(lost)?.title === 'Lost twice');
  await Promise.all([a.synced(), b.synced()]);
  await b.until(() => b.cairn.status.get().restored?.waiting === 0);
  expect(await all()).toMatchObject({ title: 'Lost twice', priority: 3 });
  expect(b.task(old)!.completedAt).not.toBeNull();
  expect([a.cairn.parked.get(), b.cairn.parked.get()]).toEqual([[], []]);
  expect(a.cairn.status.get().restored).toMatchObject({ offered: 1, waiting: 0 });
  expect(b.cairn.status.get().restored).toMatchObject({ offered: 2, waiting: 0 });
  expect(await (await program()).head()).toBe(6);
});

test('[O6] status never says synced while something waits', async () => {
  const device = await first();
  const wrong: unknown[] = [];
  device.cairn.status.subscribe(() => {
    const { pending, road, waitingSince } = device.cairn.status.get();
    if (pending > 0 !== (waitingSince !== undefined)) wrong.push({ pending, road, waitingSince });
    if (pending !== device.outbox.entries.size && pending < [...device.outbox.entries.values()].length - 1)
      wrong.push(pending);
  });
  device.offline();
  await addTask(device, 'Waits');
  expect(device.cairn.status.get()).toMatchObject({ pending: 1 });
  device.online();
  await device.synced();
  expect(device.cairn.status.get()).toMatchObject({ pending: 0, waitingSince: undefined });
  expect(wrong).toEqual([]);
});

test('[fault F57] [O5] another account on the same machine neither sends nor sees what is not its own', async () => {
  const mine = await first();
  mine.offline();
  const taskId = await addTask(mine, 'Mine alone');
  const theirs = await first();
  expect(theirs.task(taskId)).toBeUndefined();
  expect(await (await program()).head()).toBe(0);
});

test('[fault F29] [E4] the outbox that release 0.1.0 stored is taken by this server, whole', async () => {
  const corpus = JSON.parse(await readFile('sim/corpus/outbox-0.1.0.json', 'utf8')) as {
    entries: { sequence: number; mutation: string; input: { event: { occurredAt: string } } }[];
    expected: Record<'List' | 'Task', object>;
  };
  const device = await first();
  await device.stop();
  for (const entry of corpus.entries) device.outbox.entries.set(entry.sequence, entry as never);
  device.outbox.counter = { sequence: corpus.entries.length, clock: corpus.entries.at(-1)!.input.event.occurredAt };
  await device.start();
  await device.synced();
  expect(device.cairn.status.get().parked).toBe(0);
  const { accountId } = device.session;
  const prisma = everyAccount(server.database);
  expect(await prisma.event.count({ where: { accountId } })).toBe(corpus.entries.length);
  expect(await prisma.list.findFirst({ where: { accountId } })).toMatchObject(corpus.expected.List);
  expect(await prisma.task.findFirst({ where: { accountId } })).toMatchObject(corpus.expected.Task);
});

test('[fault F57] [SAFE1] [O5] a session of another account takes nothing of this one, and gives nothing', async () => {
  const mine = await first();
  const mineEmail = email;
  const theirs = await first();
  await addTask(theirs, 'Theirs');
  await theirs.synced();
  await mine.stop();
  // As after a sign-in whose answer never arrived: the cookie is theirs, the account open here is still mine.
  await mine.start({ token: theirs.session.token });
  const taskId = await addTask(mine, 'Mine');
  await mine.until(() => mine.cairn.status.get().road === 'signed-out');
  expect(mine.cairn.status.get()).toMatchObject({ pending: 1, lastError: 'SESSION_MISMATCH' });
  expect([...mine.buckets.values()].join()).not.toContain('Theirs');
  expect(await (await program()).head()).toBe(1);
  await mine.stop();
  await mine.start();
  await mine.synced();
  email = mineEmail;
  expect((await (await program()).tasks()).map(({ id }) => id)).toEqual([taskId]);
});

test("[fault F52] [C5] [O1] a tab that cannot open the storage works apart: neither takes the other's events for its own", async () => {
  const device = await first();
  device.offline();
  await addTask(device, 'On disk');
  const { environment, ...rest } = device.options();
  const broken = memoryOutboxStore();
  const apart = await openCairn<Payloads>({
    ...rest,
    environment,
    storage: memoryStorage({
      outbox: { ...broken, load: () => Promise.reject(new StorageError('STORAGE_UNAVAILABLE', 'private')) },
    }),
  });
  await apart.record('createTask', { taskId: apart.newId(), title: 'In memory', order: 'a0' });
  expect(apart.status.get().storageError).toBe('STORAGE_UNAVAILABLE');
  device.online();
  apart.syncNow();
  await device.synced();
  await device.until(() => apart.status.get().pending === 0);
  await apart.close();
  const titles = (await (await program()).tasks()).map(({ title }) => title);
  expect(titles.sort()).toEqual(['In memory', 'On disk']);
});

test('[fault F48] [C5] a cache that cannot be stored is dropped and told; the outbox drains all the same', async () => {
  const device = await first();
  await addTask(device, 'Stored');
  await device.synced();
  device.buckets.set = () => {
    throw Object.assign(new Error(), { name: 'QuotaExceededError' });
  };
  await addTask(device, 'Not stored');
  await device.synced();
  await device.until(() => device.outbox.entries.size === 0);
  expect(device.cairn.status.get()).toMatchObject({ storageError: 'STORAGE_FULL', road: 'open' });
  expect(device.buckets.size).toBe(0);
});

test('[fault F56] [SAFE4] signing out in one of two tabs leaves nothing, and neither writes any more', async () => {
  const device = await first();
  await addTask(device, 'Canary');
  await device.synced();
  const { environment, storage, ...rest } = device.options();
  const other = await openCairn<Payloads>({ ...rest, app: testApp, environment, storage });
  await other.record('createTask', { taskId: other.newId(), title: 'Canary too', order: 'a0' });
  await device.cairn.wipe();
  await expect(addTask(device, 'Late')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  const late = other.record('createTask', { taskId: other.newId(), title: 'Later', order: 'a0' });
  await expect(late).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([device.outbox.entries.size, device.buckets.size]).toEqual([0, 0]);
});
