import { everyAccount } from '@cairn/prisma/testing';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROTOCOL } from '@cairn/domain';
import { NodeDevice } from './src/node-device.ts';
import { TestServer } from './src/test-server.ts';
import { RELEASES } from './src/world/release.ts';

// The real client against a server that is of another release, full, or tired of it.

const closing: (() => Promise<unknown>)[] = [];
let count = 0;

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(options: Parameters<typeof TestServer.start>[0] = {}): Promise<TestServer> {
  const server = await TestServer.start(options);
  closing.push(() => server.close());
  return server;
}

async function signUp(url: string): Promise<{ device: NodeDevice; email: string }> {
  const email = `faults-${(count += 1)}@example.org`;
  const device = await NodeDevice.signUp(url, email);
  closing.push(() => device.stop());
  await device.synced();
  return { device, email };
}

const addTask = async (device: NodeDevice, title: string): Promise<string> => {
  const taskId = device.cairn.newId();
  await device.cairn.record('createTask', { taskId, title, order: 'a0' });
  return taskId;
};

test('[fault F29] [fault F55] [O3] a client that its server no longer serves keeps everything, says why, and goes on once it is served', async () => {
  const protocols = { oldest: PROTOCOL, newest: PROTOCOL };
  const server = await serve({ protocols });
  const { device } = await signUp(server.url);
  const known = await addTask(device, 'Known');
  await device.synced();
  for (const [range, code] of [
    [{ oldest: PROTOCOL + 1, newest: PROTOCOL + 2 }, 'UPGRADE_REQUIRED'],
    [{ oldest: 0, newest: PROTOCOL - 1 }, 'SERVER_TOO_OLD'],
  ] as const) {
    Object.assign(protocols, range);
    const taskId = await addTask(device, code);
    device.cairn.syncNow();
    await device.until(() => device.cairn.status.get().lastError === code);
    expect(device.cairn.status.get()).toMatchObject({ pending: 1, parked: 0 });
    expect(device.outbox.entries.size).toBe(1);
    expect([device.task(known)!.title, device.task(taskId)!.title]).toEqual(['Known', code]);
    Object.assign(protocols, { oldest: PROTOCOL, newest: PROTOCOL });
    device.cairn.syncNow();
    await device.synced();
  }
  expect(await everyAccount(server.database).event.count()).toBe(3);
});

test('[fault F30] [E4] what a newer release writes reaches an old client without harm, and is there once it is updated', async () => {
  const server = await serve();
  const { device: newer, email } = await signUp(server.url);
  const old = await NodeDevice.signIn(server.url, email);
  closing.push(() => old.stop());
  await old.synced();
  await old.stop();
  await old.start({ app: RELEASES.old });
  const taskId = await addTask(newer, 'For both');
  await newer.cairn.record('tagTask', { taskId, tags: ['new'] });
  const noteId = newer.cairn.newId();
  await newer.cairn.record('createNote', { noteId, title: 'For the newer one' });
  const after = await addTask(newer, 'After it');
  await newer.synced();
  await old.until(() => old.task(after) !== undefined);
  expect(old.task(taskId)).toMatchObject({ title: 'For both' });
  expect(old.cairn.entity({ type: 'Note', id: noteId })).toBeUndefined();
  // It writes on what it knows of, and what it does not know of stays.
  await old.cairn.record('retitleTask', { taskId, title: 'By the old one' });
  await old.synced();
  expect(old.cairn.status.get()).toMatchObject({ pending: 0, parked: 0, road: 'open' });
  expect(await everyAccount(server.database).event.findMany({ where: { type: 'NoteCreated' } })).toHaveLength(1);

  await old.stop();
  await old.start();
  await old.until(() => old.cairn.entity({ type: 'Note', id: noteId }) !== undefined);
  expect(old.cairn.entity({ type: 'Note', id: noteId })!.fields).toMatchObject({ title: 'For the newer one' });
  expect(old.task(taskId)).toMatchObject({ title: 'By the old one', tags: ['new'] });
  await newer.until(() => newer.task(taskId)!.title === 'By the old one');
  expect((await server.rebuild(newer.session.accountId)).differing).toEqual([]);
});

test('[fault F35] [O3] over its quota a device keeps what did not fit, says so, still hears of others, and sends it when there is room', async () => {
  const small = await serve({ maxEvents: 3 });
  const { device, email } = await signUp(small.url);
  device.offline();
  const ids: string[] = [];
  for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) ids.push(await addTask(device, title));
  await device.cairn.record('completeTask', { taskId: ids[4]! });
  device.online();
  await device.until(() => device.cairn.status.get().lastError === 'QUOTA_EXCEEDED');
  await device.until(() => device.cairn.status.get().pending === 3);
  expect(device.cairn.status.get()).toMatchObject({ parked: 0 });
  expect(ids.map((id) => device.task(id)!.title)).toEqual(['One', 'Two', 'Three', 'Four', 'Five']);
  const other = await NodeDevice.signIn(small.url, email);
  closing.push(() => other.stop());
  await other.synced();
  expect(other.task(ids[2]!)).toMatchObject({ title: 'Three' });
  expect(other.task(ids[3]!)).toBeUndefined();

  // The operator makes room: another server on the same database, under the same address.
  const before = [...device.outbox.entries.values()].map(({ input }) => input.event.id);
  await device.stop();
  const roomy = await small.another({ maxEvents: 100 });
  closing.push(() => roomy.close());
  await device.start({ url: `${roomy.url}/graphql`, webSocketUrl: `${roomy.url.replace('http', 'ws')}/graphql` });
  await device.synced();
  const events = await everyAccount(small.database).event.findMany({ orderBy: { position: 'asc' } });
  expect(events).toHaveLength(6);
  expect(events.slice(3).map(({ id }) => id)).toEqual(before);
});

test('[fault F36] [L1] after 429 a device waits as long as it was asked to, whatever the person does, and loses nothing', async () => {
  const server = await serve();
  const { hostname, port } = new URL(server.url);
  const asked: number[] = [];
  let refusals = 0;
  const limiter = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      if (body.includes('"replayEvents"')) {
        asked.push(performance.now());
        if (refusals > 0) {
          refusals -= 1;
          outgoing.writeHead(429, { 'retry-after': '2', 'content-type': 'text/plain' }).end('slow down');
          return;
        }
      }
      const forward = request({
        hostname,
        port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      });
      forward.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      });
      forward.on('error', () => outgoing.destroy());
      forward.end(body);
    });
  });
  await new Promise<void>((resolve) => limiter.listen(0, '127.0.0.1', resolve));
  closing.push(async () => limiter.close());
  const { device } = await signUp(`http://127.0.0.1:${(limiter.address() as AddressInfo).port}`);
  refusals = 1;
  await addTask(device, 'One');
  await device.until(() => asked.length === 1);
  await device.until(() => device.cairn.status.get().lastError === 'HTTP_429');
  // Neither another change nor coming back to the app makes it ask sooner.
  await addTask(device, 'Two');
  device.cairn.syncNow();
  await device.synced();
  expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(1_990);
  expect(await everyAccount(server.database).event.count()).toBe(2);
}, 20_000);
