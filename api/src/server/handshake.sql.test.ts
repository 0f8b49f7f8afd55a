import { everyAccount } from '@cairn/prisma/testing';
import { PROTOCOL } from '@cairn/domain';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { ApiClient } from '../testing/api-client.ts';
import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';
import { createServer, type CairnServer } from './server.ts';

let api: TestServer;
/** Of the next release, on the same database: it takes clients of its own protocol and of the one before. */
let next: CairnServer;
let nextAddress: string;
/** Of a release after which the clients of today are too old. */
let later: CairnServer;
let laterAddress: string;
let me: ApiClient;

beforeAll(async () => {
  api = await TestServer.start();
  const options = { prisma: api.database.prisma, now: () => NOW };
  next = await createServer({ ...options, protocols: { oldest: PROTOCOL, newest: PROTOCOL + 1 } });
  later = await createServer({ ...options, protocols: { oldest: PROTOCOL + 1, newest: PROTOCOL + 2 } });
  nextAddress = await next.listen({ port: 0 });
  laterAddress = await later.listen({ port: 0 });
  me = await api.newAccount();
});
afterAll(async () => {
  await next?.close();
  await later?.close();
  await api?.close();
});

const at = (address: string) => new ApiClient(address, me.token, me.accountId, me.deviceId);
const speak = (protocol: number | string) => ({ 'x-cairn-protocol': String(protocol) });

/** The close code of a socket that is refused; undefined for one that is acknowledged. */
async function socketRefusal(address: string, params: object): Promise<number | undefined> {
  const client = createClient({
    url: `${address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${me.token}`, ...params },
  });
  const first = client.iterate({ query: 'subscription { changes { head } }' }).next();
  const code = await first.then(
    () => undefined,
    (error: { code: number }) => error.code,
  );
  await client.dispose();
  return code;
}

test('[fault F29] [O3] a client that is too old is told so by a code of its own, with what this server takes', async () => {
  const answer = await at(laterAddress).ask('{ me { id } }', {}, speak(PROTOCOL));
  expect([answer.status, codes(answer), answer.data]).toEqual([426, ['UPGRADE_REQUIRED'], undefined]);
  expect(answer.errors![0]!.extensions).toEqual({
    code: 'UPGRADE_REQUIRED',
    protocols: { oldest: PROTOCOL + 1, newest: PROTOCOL + 2 },
  });
  expect(await socketRefusal(laterAddress, { protocol: PROTOCOL })).toBe(4426);
});

test('[fault F29] [O3] a client that is too new waits for the server', async () => {
  for (const protocol of [PROTOCOL + 1, '2.5', 'NaN', 'next', '']) {
    const answer = await me.ask('{ me { id } }', {}, speak(protocol));
    const isOld = Number(protocol) < 1;
    expect([answer.status, codes(answer)]).toEqual(isOld ? [426, ['UPGRADE_REQUIRED']] : [400, ['SERVER_TOO_OLD']]);
  }
  expect(await socketRefusal(me.address, { protocol: PROTOCOL + 1 })).toBe(4426);
});

test('[fault F29] [A3] nothing of what a refused client sends is taken, and nothing is remembered', async () => {
  const writer = new Writer(NOW - 60_000);
  const { mutation, input } = writer.event('createTask', { taskId: writer.newId(), title: 'Waits', order: 'a0' });
  const send = (address: string, protocol: number) =>
    at(address).ask(
      'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status resent } }',
      { events: [{ [mutation]: input }] },
      speak(protocol),
    );
  expect(codes(await send(laterAddress, PROTOCOL))).toEqual(['UPGRADE_REQUIRED']);
  expect(await everyAccount(api.database).event.count({ where: { accountId: me.accountId } })).toBe(0);
  expect((await send(laterAddress, PROTOCOL + 1)).data.replayEvents).toEqual([{ status: 'APPLIED', resent: false }]);
});

test('[O3] a program that names no protocol is served by every release', async () => {
  for (const address of [me.address, nextAddress, laterAddress]) {
    expect((await at(address).ask('{ me { id } }')).status).toBe(200);
    expect(await socketRefusal(address, {})).toBeUndefined();
  }
});

test('[fault F47] [A2] [A7] two releases at once on one database: both accept, and no event counts twice', async () => {
  const mine = await api.newAccount();
  const writer = new Writer(NOW - 60_000);
  const taskId = writer.newId();
  const batch = [
    writer.event('createTask', { taskId, title: 'One', order: 'a0' }),
    writer.event('tagTask', { taskId, tags: ['home'] }, { parentVersion: 1 }),
    writer.event('completeTask', { taskId }, { parentVersion: 2 }),
  ];
  const servers = [mine, new ApiClient(nextAddress, mine.token)];
  const headers = speak(PROTOCOL);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      servers[n % 2]!.ask(
        'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status position version } }',
        { events: batch.map(({ mutation, input }) => ({ [mutation]: input })) },
        headers,
      ),
    ),
  );
  for (const { data } of answers) {
    expect(data.replayEvents.map(({ position }: { position: number }) => position)).toEqual([1, 2, 3]);
  }
  const { data } = await replay(mine, ...batch);
  expect(data.replayEvents.at(-1)).toMatchObject({ resent: true, entity: { version: 3 } });
  expect(await everyAccount(api.database).event.count({ where: { accountId: mine.accountId } })).toBe(3);
});
