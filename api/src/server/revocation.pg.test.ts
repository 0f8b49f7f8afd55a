import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { RedisWakeups } from '../feed/redis-wakeups.ts';
import { ApiClient, postgresDatabase, type TestDatabase } from '../testing/index.ts';
import { createServer, type CairnServer } from './server.ts';

const CHANGES = 'subscription { changes { head } }';

let database: TestDatabase;
const servers: CairnServer[] = [];
const wakeups: RedisWakeups[] = [];
let addresses: string[];

beforeAll(async () => {
  database = await postgresDatabase();
  const channel = `cairn:test:${randomUUID()}`;
  for (const { prisma } of [database, await database.another()]) {
    const redis = new RedisWakeups({ url: process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379', channel });
    wakeups.push(redis);
    // Not by looking again: what closes a socket of the other process here is what it was told.
    servers.push(await createServer({ prisma, wakeups: redis, recheckEvery: 600_000 }));
  }
  addresses = await Promise.all(servers.map((server) => server.listen({ port: 0 })));
  while (!wakeups.every(({ isUp }) => isUp)) await new Promise((resolve) => setTimeout(resolve, 10));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all(wakeups.map((one) => one.close()));
  await database?.close();
});

/** A subscription that runs, and the close code of its socket once it has one. */
async function follow(address: string, token: string): Promise<{ readonly closed: Promise<number> }> {
  let close = (_code: number) => {};
  const closed = new Promise<number>((resolve) => (close = resolve));
  const client = createClient({
    url: `${address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    on: { closed: (event) => close((event as { code: number }).code) },
  });
  const pages = client.iterate({ query: CHANGES });
  await pages.next();
  pages.next().catch(() => {});
  return { closed };
}

test('[fault F33] [S12] [SAFE2] the sockets of a device that was signed out close within a second, in every process', async () => {
  const [here, there] = addresses as [string, string];
  const me = await new ApiClient(here).signUp('me@example.org');
  const phone = await new ApiClient(here).signIn('me@example.org', { deviceName: 'Phone' });
  const sockets = await Promise.all(addresses.map((address) => follow(address, phone.token!)));
  const mine = await follow(there, me.token!);
  const ended = performance.now();
  await me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: phone.deviceId });
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
  expect(performance.now() - ended).toBeLessThan(1_000);
  const refused = await new ApiClient(there, phone.token).ask('{ me { id } }');
  expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(['SESSION_REVOKED']);
  expect(await Promise.race([mine.closed, 'open'])).toBe('open');
});
