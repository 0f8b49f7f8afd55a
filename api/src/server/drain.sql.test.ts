import { connect } from 'node:net';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Writer } from '../testing/writer.ts';
import { codes, NOW, TestServer, toEvent } from '../testing/test-server.ts';

const APPEND = 'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status position } }';
const CHANGES = 'subscription ($after: Cursor) { changes(after: $after) { head } }';

let api: TestServer;
afterEach(() => api.close());

async function openSocket(address: string, token: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const messages: { type: string }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as { type: string }));
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  const say = (message: object) => socket.send(JSON.stringify(message));
  const heard = async (type: string) => {
    while (!messages.some((message) => message.type === type)) await once(socket, 'message');
  };
  say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await heard('connection_ack');
  say({ id: '1', type: 'subscribe', payload: { query: CHANGES } });
  await heard('next');
  return { closed, messages };
}

/** A request of which the server has only the first half; `finish` sends the rest, and answers what came back. */
async function halfSent(address: string, token: string, body: string) {
  const { port } = new URL(address);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 20)}`,
  );
  return {
    async finish() {
      let answer = '';
      socket.on('data', (data) => (answer += String(data)));
      socket.write(body.slice(20));
      await once(socket, 'close');
      return answer;
    },
  };
}

test('[F5] it says that it stops, finishes what is at hand, and sends sockets elsewhere', async () => {
  api = await TestServer.start({ drainFor: 300 });
  const me = await api.newAccount();
  const writer = new Writer(NOW - 60_000);
  const event = writer.event('createTask', { taskId: writer.newId(), title: 'At hand', order: 'a0' });
  const query = JSON.stringify({ query: APPEND, variables: { events: [toEvent(event)] } });
  const socket = await openSocket(me.address, me.token!);
  const ready = () => fetch(`${me.address}/readyz`).then(({ status }) => status);
  expect(await ready()).toBe(200);

  const request = await halfSent(me.address, me.token!, query);
  const stopped = api.server.close();
  expect(await ready()).toBe(503);
  // It serves until whoever balances the load has noticed.
  expect(codes(await me.ask('{ me { id } }'))).toBeUndefined();
  expect(await socket.closed).toBe(1012);
  expect(socket.messages.at(-1)).toMatchObject({ type: 'next' });
  const late = new WebSocket(`${me.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await expect(once(late, 'open')).rejects.toThrow(/503|ECONNREFUSED|ECONNRESET/);

  expect(await request.finish()).toMatch(/^HTTP\/1.1 200[\s\S]*"status":"APPLIED","position":1/);
  await stopped;
  await expect(fetch(`${me.address}/healthz`)).rejects.toThrow();
});
