import { forAccount, openDatabase, type Database } from '@cairn/prisma';
import { randomBytes } from 'node:crypto';
import { administer, testDatabaseUrl, temporaryPostgres } from '@cairn/prisma/testing';
import { ApiClient } from '../testing/api-client.ts';
import { Road } from '../testing/road.ts';
import { Writer } from '../testing/writer.ts';
import { createServer, type CairnServer } from './server.ts';

const REPLAY = 'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status position } }';

const base = new URL(testDatabaseUrl);
const road = new Road(base.hostname, Number(base.port || 5432));
/** No superuser, whom no limit holds. */
const role = `cairn_test_${randomBytes(6).toString('hex')}`;
let drop = async () => {};
let name = '';
let database: Database;
let server: CairnServer;
let me: ApiClient;

beforeAll(async () => {
  const temporary = await temporaryPostgres();
  const url = new URL(temporary.url);
  name = url.pathname.slice(1);
  drop = async () => {
    await temporary.drop();
    await administer(testDatabaseUrl, `DROP ROLE IF EXISTS ${role}`);
  };
  await administer(testDatabaseUrl, `CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD 'x'`);
  await administer(testDatabaseUrl, `ALTER DATABASE ${name} OWNER TO ${role}`);
  url.username = role;
  url.password = 'x';
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

/** As the superuser, on the server's database. */
function asSuperuser(sql: string): Promise<void> {
  const url = new URL(testDatabaseUrl);
  url.pathname = `/${name}`;
  return administer(url.href, sql);
}

const disconnect = () =>
  asSuperuser(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);

/** Makes every insert of an event fail as the system below would make it. */
const failing = (state: string) =>
  asSuperuser(`CREATE FUNCTION test_fault() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$;
    CREATE TRIGGER test_fault BEFORE INSERT ON "Event" EXECUTE FUNCTION test_fault()`);

const outages: readonly (readonly [what: string, begin: () => Promise<unknown>, end: () => Promise<unknown>])[] = [
  [
    'a standby that takes no writes',
    async () => {
      await administer(testDatabaseUrl, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await disconnect();
    },
    async () => {
      await administer(testDatabaseUrl, `ALTER DATABASE ${name} RESET default_transaction_read_only`);
      await disconnect();
    },
  ],
  [
    'too many connections',
    async () => {
      await administer(testDatabaseUrl, `ALTER ROLE ${role} CONNECTION LIMIT 0`);
      await disconnect();
    },
    () => administer(testDatabaseUrl, `ALTER ROLE ${role} CONNECTION LIMIT -1`),
  ],
  ...['53100 a full disk', '57014 a statement that takes too long', '55P03 a lock that is not had in time'].map(
    (what) =>
      [
        what.slice(6),
        () => failing(what.slice(0, 5)),
        () => asSuperuser('DROP FUNCTION test_fault() CASCADE'),
      ] as const,
  ),
];

test.each(outages)(
  '[A9] [SAFE3] %s is answered with 503, and mends by itself',
  async (_what, begin, end) => {
    expect((await appended()).status).toBe(200);
    await begin();
    try {
      // A connection whose end has not been read yet may fail one request by another word for the same.
      for (const { status, errors } of [await append(), await append(), await append()]) {
        expect([status, errors?.[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE']);
      }
    } finally {
      await end();
    }
    expect((await appended()).data.replayEvents).toMatchObject([{ status: 'APPLIED' }]);
    expect((await fetch(`${me.address}/readyz`)).status).toBe(200);
  },
  30_000,
);

/** The first answer that is one: each connection that is dead and does not know may cost a request. */
async function appended() {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await append();
    if (answer.status === 200 || attempt > 20) return answer;
  }
}

test('[A9] a head that somebody holds does not hold the appends of others', async () => {
  const stranger = await new ApiClient(me.address).signUp('stranger@example.org');
  const held = forAccount(database.prisma, me.accountId).$transaction(async (on) => {
    await on.$queryRaw`select 1 from "Head" where "accountId" = ${me.accountId}::uuid for update`;
    const mine = append();
    const writer = new Writer(Date.now() - 60_000);
    const { mutation, input } = writer.event('createTask', { taskId: writer.newId(), title: 'Theirs', order: 'a0' });
    const theirs = await stranger.ask(REPLAY, { events: [{ [mutation]: input }] });
    expect(theirs.data.replayEvents).toMatchObject([{ status: 'APPLIED', position: 1 }]);
    return { mine };
  });
  expect((await (await held).mine).data.replayEvents).toMatchObject([{ status: 'APPLIED' }]);
}, 30_000);
