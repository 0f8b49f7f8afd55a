import { openCairn } from '@cairn/client';
import type { Payloads } from '@cairn/domain';
import { ownerQuery, everyAccount } from '@cairn/prisma/testing';
import { NodeDevice } from './src/node-device.ts';
import { TestServer } from './src/test-server.ts';

// Sessions that expire, are ended, or lose their account, under the real client.

const TOKEN_LIFE = 2_000;

let server: TestServer;
/** What the server's clock is ahead by. Milliseconds. */
let ahead = 0;
let count = 0;
let email: string;
let device: NodeDevice;
/** What the server has answered to the device, by operation. */
let answered: string[];
const devices: NodeDevice[] = [];

beforeAll(async () => {
  // Nothing expires unless a test says so.
  const start = Date.now();
  server = await TestServer.start({ now: () => start + ahead, tokenLife: TOKEN_LIFE });
});
beforeEach(async () => {
  email = `sessions-${(count += 1)}@example.org`;
  device = await NodeDevice.signUp(server.url, email);
  devices.push(device);
  await device.synced();
  answered = [];
  device.road.onAnswer = (operation) => void answered.push(operation);
});
afterEach(async () => {
  await Promise.all(devices.splice(0).map((one) => one.stop()));
});
afterAll(() => server?.close());

const expire = () => (ahead += TOKEN_LIFE);
const refreshes = () => answered.filter((operation) => operation === 'refreshSession').length;

async function write(title: string, on = device.cairn): Promise<string> {
  const taskId = on.newId();
  const { eventId } = await on.record('createTask', { taskId, title, order: 'a0' });
  return eventId;
}

async function writeMany(total: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < total; index += 1) ids.push(await write(`Task ${index}`));
  return ids;
}

const logged = () =>
  everyAccount(server.database).event.findMany({
    where: { accountId: device.session.accountId },
    orderBy: { position: 'asc' },
  });

test('[fault F31] [SAFE6] [S3] a token that expires in mid replay is refreshed once, and the same events go on', async () => {
  device.offline();
  const ids = await writeMany(300);
  let batches = 0;
  device.road.onAnswer = (operation) => {
    answered.push(operation);
    if (operation === 'replayEvents' && (batches += 1) === 1) expire();
  };
  const first = device.session.token;
  device.online();
  await device.synced(20_000);
  expect(refreshes()).toBe(1);
  expect(device.session.token).not.toBe(first);
  expect((await logged()).map(({ id }) => id)).toEqual(ids);
  expect(device.cairn.status.get()).toMatchObject({ pending: 0, parked: 0, road: 'open' });
});

test('[fault F32] [SAFE6] [S12] a refresh whose reply is lost signs nobody out', async () => {
  const roads = new Set<string>();
  const stop = device.cairn.status.subscribe(() => roads.add(device.cairn.status.get().road));
  expire();
  device.road.faults.push(
    { operation: 'refreshSession', fault: 'lose-reply' },
    { operation: 'refreshSession', fault: 'lose-reply' },
  );
  await write('Buy milk');
  await device.synced(15_000);
  stop();
  expect(device.road.happened).toEqual(['lose-reply', 'lose-reply']);
  expect(roads).not.toContain('signed-out');
  expect(await logged()).toHaveLength(1);
});

test('[fault F31] [SAFE6] two tabs whose token expires at once get one successor', async () => {
  const { token, ...options } = device.options();
  const tokens: string[] = [];
  const other = await openCairn<Payloads>({
    ...options,
    token: { read: token.read, write: (next) => void (tokens.push(next), token.write(next)) },
  });
  try {
    expire();
    await Promise.all([write('Here'), write('There', other)]);
    other.syncNow();
    await device.synced();
    await device.until(() => other.status.get().road === 'open' && other.status.get().caughtUp);
    expect(new Set([...tokens, device.session.token]).size).toBe(1);
    expect(await logged()).toHaveLength(2);
  } finally {
    await other.close();
  }
});

test('[SAFE6] [F1] that a token has expired closes no socket', async () => {
  const other = await NodeDevice.signIn(server.url, email);
  devices.push(other);
  await other.synced();
  const title = `Buy milk ${count}`;
  expire();
  const taskId = other.cairn.newId();
  await other.cairn.record('createTask', { taskId, title, order: 'a0' });
  await device.until(() => device.task(taskId)?.['title'] === title);
  expect(answered).toEqual([]);
});

test('[fault F33] [S12] [SAFE2] of a device that was signed out with 100 changes unsent nothing is taken, and nothing is lost', async () => {
  device.offline();
  const ids = await writeMany(100);
  await server.sessions.revoke(device.session);
  expire();
  device.online();
  await device.until(() => device.cairn.status.get().lastError === 'SESSION_REVOKED');
  expect(device.cairn.status.get()).toMatchObject({ road: 'signed-out', pending: 100 });
  expect(await logged()).toEqual([]);
  await device.signInAgain(email);
  await device.synced();
  expect((await logged()).map(({ id }) => id)).toEqual(ids);
});

test('[M1] [O5] signed in again a device is the same one: what it had half sent stays its own past', async () => {
  const { deviceId } = device.session;
  const taskId = device.cairn.newId();
  await device.cairn.record('createTask', { taskId, title: 'First', order: 'a0' });
  await device.synced();
  device.road.faults.push({ operation: 'replayEvents', fault: 'lose-reply' });
  await device.cairn.record('retitleTask', { taskId, title: 'Second' });
  await device.until(() => device.road.happened.length === 1);
  device.offline();
  await device.cairn.record('retitleTask', { taskId, title: 'Third' });
  await server.sessions.revoke(device.session);
  device.road.isUp = true;
  await device.signInAgain(email);
  await device.synced();
  expect(device.session.deviceId).toBe(deviceId);
  expect(device.task(taskId)?.['title']).toBe('Third');
  expect((await logged()).map(({ merged, version }) => [version, merged])).toEqual([
    [1, []],
    [2, []],
    [3, []],
  ]);
});

test('[fault F34] [S12] a device whose account is gone is told so, and nothing of it is taken', async () => {
  device.offline();
  await write('Buy milk');
  const { accountId } = device.session;
  for (const [table, key] of [
    ['Credential', 'accountId'],
    ['Head', 'accountId'],
    ['Account', 'id'],
  ]) {
    await ownerQuery(server.database, `DELETE FROM "${table}" WHERE "${key}" = '${accountId}'`);
  }
  // Longer than a session is believed that was found before.
  ahead += 6_000;
  device.online();
  await device.until(() => device.cairn.status.get().lastError === 'ACCOUNT_GONE');
  expect(device.cairn.status.get().road).toBe('signed-out');
  expect(await logged()).toEqual([]);
});
