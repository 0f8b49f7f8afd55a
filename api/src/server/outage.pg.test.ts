import { openDatabase, type Database } from '@cairn/prisma';
import { testDatabaseUrl, temporaryPostgres } from '@cairn/prisma/testing';
import { ApiClient } from '../testing/api-client.ts';
import { Road } from '../testing/road.ts';
import { Writer } from '../testing/writer.ts';
import { createServer, type CairnServer } from './server.ts';

const REPLAY = 'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status position } }';

const base = new URL(testDatabaseUrl);
const road = new Road(base.hostname, Number(base.port || 5432));
let drop = async () => {};
let database: Database;
let server: CairnServer;
let me: ApiClient;

beforeAll(async () => {
  const temporary = await temporaryPostgres();
  drop = temporary.drop;
  const url = new URL(temporary.url);
  url.hostname = '127.0.0.1';
  url.port = String(await road.listen());
  database = await openDatabase({ url: url.href });
  server = await createServer({ prisma: database.prisma });
  me = await new ApiClient(await server.listen({ port: 0 })).signUp('me@example.org');
});
afterAll(async () => {
  await server?.close();
  await database?.close();
  await road.close();
  await drop();
});

const append = () => {
  const writer = new Writer(Date.now() - 60_000);
  const { mutation, input } = writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' });
  return me.ask(REPLAY, { events: [{ [mutation]: input }] });
};

test('[fault F13] [SAFE3] without its database the server says so by code and status, stays up, and mends by itself', async () => {
  expect((await append()).data.replayEvents).toMatchObject([{ status: 'APPLIED', position: 1 }]);
  road.cut();
  const answers = await Promise.all([append(), append(), append(), me.ask('{ me { id } }')]);
  for (const { status, errors } of answers) {
    expect([status, errors?.[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE']);
    expect(JSON.stringify(errors)).not.toMatch(/prisma|ECONN|5432|127\.0/i);
  }
  expect((await fetch(`${me.address}/healthz`)).status).toBe(200);
  expect((await fetch(`${me.address}/readyz`)).status).toBe(503);
  road.mend();
  expect((await append()).data.replayEvents).toMatchObject([{ status: 'APPLIED', position: 2 }]);
  expect((await fetch(`${me.address}/readyz`)).status).toBe(200);
}, 30_000);
