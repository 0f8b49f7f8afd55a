import { everyAccount } from '@cairn/prisma/testing';
import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { ApiClient } from '../testing/api-client.ts';
import { NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';
import { PING_EVERY } from './server.ts';

const PING = 100;
const COUNT = 2_000;
/** So many of them fit into one body. */
const STEP = 10;
const CHANGES = 'subscription { changes { changes { id ... on Task { description } } head hasMore } }';

let api: TestServer;
let me: ApiClient;
let writer: Writer;

beforeAll(async () => {
  api = await TestServer.start({ pingEvery: PING });
  me = await api.newAccount();
  writer = new Writer(NOW - 60_000);
});
afterAll(() => api?.close());

/** A subscription without a library around it: what comes is read by the test alone. */
async function rawSocket(options: WebSocket.ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${me.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${me.token}` } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: CHANGES } }));
  await once(socket, 'message');
  return socket;
}

const write = (count: number, description = '') =>
  replay(
    me,
    ...Array.from({ length: count }, () =>
      writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0', description }),
    ),
  );

test('[fault F19] [F2] a socket whose other end is gone without a word is ended after one ping that nobody answered', async () => {
  const { feed } = api.server.services;
  const [silent, alive] = [await rawSocket({ autoPong: false }), await rawSocket()];
  expect(feed.subscriberCount).toBe(2);
  const [code] = (await once(silent, 'close')) as [number];
  expect(code).toBe(1006);
  while (feed.subscriberCount > 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(alive.readyState).toBe(WebSocket.OPEN);
  alive.terminate();
  // At the product's own pace: within half a minute, whenever after a ping it went.
  expect(2 * PING_EVERY).toBeLessThanOrEqual(30_000);
});

test('[fault F20] [F2] a reader that stops reading holds one page, others are served, and then it gets everything in order', async () => {
  // It answers no ping either while it does not read; that is the test before this one.
  const patient = await TestServer.start();
  me = await patient.newAccount();
  const slow = await rawSocket();
  slow.pause();
  const quick = createClient({
    url: `${me.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${me.token}` },
  });
  const followed = quick.iterate<{ changes: { head: number } }>({ query: CHANGES });
  await followed.next();
  const readBefore = await pagesOf(patient);
  let pagesOfQuick = 0;
  // Many times what a socket and the network between hold.
  for (let head = 0, written = 0; head < COUNT;) {
    if (written < COUNT) await write(STEP, 'x'.repeat(16_000));
    written = Math.min(COUNT, written + STEP);
    while (head < written) {
      head = (await followed.next()).value!.data!.changes.head;
      pagesOfQuick += 1;
    }
  }
  const pagesOfSlow = (await pagesOf(patient)) - readBefore - pagesOfQuick;
  expect(pagesOfQuick).toBeGreaterThanOrEqual(COUNT / STEP);
  expect(pagesOfSlow).toBeLessThan(pagesOfQuick / 2);

  const seen: string[] = [];
  let head = 0;
  slow.on('message', (data) => {
    const message = JSON.parse(String(data)) as Partial<Next>;
    if (!message.payload) return;
    head = message.payload.data.changes.head;
    seen.push(...message.payload.data.changes.changes.map(({ id }) => id));
  });
  slow.resume();
  while (head < COUNT || seen.length < COUNT) await new Promise((resolve) => setTimeout(resolve, 10));
  const rows = await everyAccount(patient.database).task.findMany({
    orderBy: { position: 'asc' },
    select: { id: true },
  });
  expect(seen).toEqual(rows.map(({ id }) => id));
  slow.terminate();
  await quick.dispose();
  await patient.close();
}, 60_000);

interface Next {
  readonly payload: {
    readonly data: { readonly changes: { readonly head: number; readonly changes: { id: string }[] } };
  };
}

/** Pages that the server has read for anybody. */
async function pagesOf({ server }: TestServer): Promise<number> {
  const metric = await server.services.metrics.registry.getSingleMetric('cairn_feed_pages_total')!.get();
  return metric.values[0]!.value;
}
