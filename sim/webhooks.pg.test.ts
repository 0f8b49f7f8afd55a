import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase, type Database } from '@cairn/prisma';
import { everyAccount, temporaryPostgres } from '@cairn/prisma/testing';
import { ApiClient, replay, Writer } from '@cairn/api/testing';
import { ServerProcess } from './src/server-process.ts';

// Two real servers on one database, a receiver that fails in every way it can, and a kill in the middle of a delivery.

interface Received {
  readonly id: string;
  readonly body: string;
}

/** How the receiver treats a message: takes it, takes it and loses the answer, fails, or says nothing for now. */
type Manner = 'take' | 'lose the answer' | 'fail' | 'hold';

/** All that arrived and could be read, whatever was answered. */
const received: Received[] = [];
/** Of the next messages; then it takes them. */
const manners: Manner[] = [];
let isHeld = false;

const receiver = createServer((request, response) => void receive(request, response));
let postgres: Awaited<ReturnType<typeof temporaryPostgres>>;
let database: Database;
let one: ServerProcess;
let two: ServerProcess;
let account: ApiClient;
let writer: Writer;
let written = 0;

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const manner = manners.shift() ?? 'take';
  if (manner !== 'fail') received.push({ id: String(request.headers['webhook-id']), body });
  if (manner === 'take') response.writeHead(204).end();
  if (manner === 'fail') response.writeHead(503).end();
  if (manner === 'lose the answer') request.socket.destroy();
  if (manner === 'hold') isHeld = true;
}

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  postgres = await temporaryPostgres();
  one = await start();
  two = await start();
  database = await openDatabase({ url: postgres.url });
  account = await new ApiClient(one.url).signUp('hooks@example.org');
  writer = new Writer(Date.now() - 60_000);
}, 120_000);
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  receiver.closeAllConnections();
  receiver.close();
  await database?.close();
  await postgres?.drop();
});

function start(): Promise<ServerProcess> {
  const redisUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
  return ServerProcess.start({
    databaseUrl: postgres.url,
    redisUrl,
    webDir: '',
    env: { WEBHOOKS_ALLOW_PRIVATE: '1' },
  });
}

const at = (server: ServerProcess) => new ApiClient(server.url, account.token, account.accountId, account.deviceId);

/** Appends through this server. */
async function write(server: ServerProcess, count: number): Promise<void> {
  const event = () => writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' });
  const { errors } = await replay(at(server), ...Array.from({ length: count }, event));
  expect(errors).toBeUndefined();
  written += count;
}

async function until(holds: () => boolean | Promise<boolean>, seconds: number): Promise<void> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > seconds * 1_000) throw new Error(`in vain for ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const bodyOf = ({ body }: Received) =>
  JSON.parse(body).data as { after: string; cursor: string; events: { position: number }[] };
/** Each message once, in the order of its first arrival: as a receiver has it that knows its ids. */
const distinct = () => received.filter(({ id }, n) => received.findIndex((other) => other.id === id) === n);
const positions = () => distinct().flatMap((one) => bodyOf(one).events.map(({ position }) => position));
const row = () => everyAccount(database).webhook.findFirstOrThrow({ where: { accountId: account.accountId } });

test('[fault F63] [fault F64] [HOOK1] [HOOK5] under a stream of events, with a receiver that fails and servers that are killed, every event comes in order', async () => {
  const { port } = receiver.address() as AddressInfo;
  await account.ask('mutation { confirmPassword(password: "correct horse") }');
  const made = await account.ask(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }`,
    { input: { name: 'Board', url: `http://127.0.0.1:${port}/` } },
  );
  expect(made.errors).toBeUndefined();

  manners.push('take', 'fail', 'take', 'lose the answer');
  for (let n = 0; n < 10; n += 1) await write(n % 2 === 0 ? one : two, 1 + (n % 3));
  await until(async () => (await row()).position === written, 60);

  // The first is killed with a batch that has arrived and was not answered; events go on coming. That it is the first that
  // sends it, the second has to be asleep for.
  two.pause();
  manners.push('hold');
  await write(one, 3);
  await until(() => isHeld, 20);
  two.resume();
  await one.kill('SIGKILL');
  const arrived = received.length;
  await write(two, 5);
  await until(async () => (await row()).position === written, 60);
  expect(received[arrived]).toEqual(received[arrived - 1]);

  // And by a stop in order, which leaves no lease to wait for.
  await one.start();
  await write(one, 2);
  await until(async () => (await row()).position === written, 60);
  await two.kill('SIGTERM');
  await write(one, 150);
  await until(async () => (await row()).position === written, 60);

  expect(positions()).toEqual(Array.from({ length: written }, (_, n) => n + 1));
  for (const { id, body } of received) {
    expect(new Set(received.filter((other) => other.id === id).map((other) => other.body))).toEqual(new Set([body]));
  }
  expect(received.length - distinct().length).toBeGreaterThanOrEqual(2);
  const joints = distinct().map(bodyOf);
  expect(joints.slice(1).map(({ after }) => after)).toEqual(joints.slice(0, -1).map(({ cursor }) => cursor));
  // What was taken is written first, and that nobody sends any more after the next look at the log.
  await until(async () => (await row()).lease === null, 10);
  expect(await row()).toMatchObject({ failures: 0, batchEnd: null });
}, 180_000);
