import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { ApiClient } from '../testing/api-client.ts';
import { keptLog, type LogLine } from '../testing/log-lines.ts';
import { NOW, replay, REPLAY, TestServer, toEvent } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const traceparent = `00-${TRACE}-${PARENT}-01`;

const { log, lines } = keptLog();
let api: TestServer;
let me: ApiClient;
let writer: Writer;

beforeAll(async () => {
  api = await TestServer.start({ log });
  me = await api.newAccount('canary@example.org');
  writer = new Writer(NOW - 60_000);
});
afterAll(() => api?.close());
beforeEach(() => void lines.splice(0));

const create = (title = 'Canary title') =>
  writer.event('createTask', { taskId: writer.newId(), title, description: 'Canary description', order: 'a0' });
const idOf = ({ input }: { input: unknown }) => (input as { event: { id: string } }).event.id;
const only = (message: string): LogLine => {
  const found = lines.filter(({ msg }) => msg === message);
  expect(found).toHaveLength(1);
  return found[0]!;
};

test('[A3] an append is one line: whose, what came of it, how long it took, which events, in which trace', async () => {
  const first = create();
  await replay(me, first);
  lines.splice(0);
  const [second, wrong] = [create(), writer.event('completeTask', { taskId: writer.newId() })];
  const answer = await me.ask(REPLAY, { events: [first, second, wrong].map(toEvent) }, { traceparent });
  expect(only('append')).toMatchObject({
    account: me.accountId,
    device: me.deviceId,
    events: 3,
    applied: 1,
    merged: 0,
    conflict: 0,
    rejected: 1,
    resent: 1,
    codes: ['ENTITY_UNKNOWN'],
    ids: [idOf(first), idOf(second), idOf(wrong)],
    ms: expect.any(Number),
    trace_id: TRACE,
    parent_id: PARENT,
  });
  expect(only('append')['ms']).toBeGreaterThan(0);
  expect(answer.headers.get('traceresponse')).toBe(`00-${TRACE}-${only('append')['span_id'] as string}-01`);
});

test('[A3] appends that share a transaction keep each its own trace', async () => {
  // Many, so that some come while the first is being written, on a slow machine as well.
  const traces = [...'123456789abcdef'].map((digit) => digit.repeat(32));
  await Promise.all(
    traces.map((trace) => me.ask(REPLAY, { events: [toEvent(create())] }, { traceparent: `00-${trace}-${PARENT}-01` })),
  );
  const appends = lines.filter(({ msg }) => msg === 'append');
  expect(appends.map(({ trace_id }) => trace_id).sort()).toEqual(traces);
  expect(Math.max(...appends.map(({ group }) => Number(group ?? 1)))).toBeGreaterThan(1);
});

test('[SAFE3] without a trace, or with one that is none, the request begins its own and answers it', async () => {
  for (const headers of [{}, { traceparent: 'canary' }]) {
    lines.splice(0);
    const answer = await me.ask('{ nothing }', {}, headers);
    const [, traceId] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-01$/.exec(answer.headers.get('traceresponse')!)!;
    expect(only('refused')).toMatchObject({ trace_id: traceId, codes: ['GRAPHQL_VALIDATION_FAILED'] });
    expect(only('refused')).not.toHaveProperty('parent_id');
  }
});

test('[SAFE2] a refused session is one line, with the device that it claims to be', async () => {
  const phone = await api.nobody.signIn('canary@example.org');
  lines.splice(0);
  await me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: phone.deviceId });
  expect(lines.filter(({ msg }) => msg === 'session ended')).toContainEqual(
    expect.objectContaining({ account: me.accountId, device: phone.deviceId }),
  );
  await phone.ask('query Mine { me { id } }', {}, { traceparent });
  expect(only('session refused')).toMatchObject({
    transport: 'http',
    operation: 'Mine',
    codes: ['SESSION_REVOKED'],
    account: me.accountId,
    device: phone.deviceId,
    trace_id: TRACE,
  });
  lines.splice(0);
  const socket = createClient({
    url: `${me.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${phone.token}`, traceparent },
  });
  await expect(socket.iterate({ query: 'subscription { changes { head } }' }).next()).rejects.toMatchObject({
    code: 4403,
  });
  expect(only('session refused')).toMatchObject({ transport: 'socket', device: phone.deviceId, trace_id: TRACE });
});

test('[SAFE1] [SAFE3] nothing that a person wrote and no token is in any line, also when the server itself fails', async () => {
  const canaries = ['Canary', 'canary@example.org', 'correct horse', me.token!.split('.')[2]!];
  await replay(
    me,
    create(),
    create('Canary \u0000'),
    create('Canary'.repeat(200)),
    writer.event('retitleTask', { taskId: 'Canary', title: 7 }),
  );
  await me.ask(REPLAY, { events: [{ createTask: { event: { id: 'Canary id' }, Canary: 1 } }] });
  await me.ask(`{ tasks(filter: { tag: "Canary\\u0000" }) { nodes { id } } }`);
  await api.nobody.ask('mutation ($input: SignInInput!) { signIn(input: $input) { token } }', {
    input: { email: 'canary@example.org', password: 'correct horse battery', deviceName: 'Canary' },
  });
  await me.post('{"query": "Canary');
  await me.post(JSON.stringify({ query: '{ me { id } }', operationName: 'Canary' }));
  // Statements that the database refuses quote their arguments.
  await api.database.asOwner(
    `ALTER TABLE "Task" ADD CONSTRAINT no_canary CHECK ("title" NOT LIKE 'Canary%') NOT VALID`,
  );
  await api.database.asOwner('REVOKE SELECT ON "Credential" FROM cairn_app');
  const failed = await replay(me, create());
  await me.ask('{ me { email } }', {}, { traceparent });
  await api.nobody.signUp('canary@example.org').catch(() => undefined);
  await api.database.asOwner('GRANT SELECT ON "Credential" TO cairn_app');
  await api.database.asOwner('ALTER TABLE "Task" DROP CONSTRAINT no_canary');
  expect(failed.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
  const internal = lines.filter(({ msg }) => msg === 'internal error');
  expect(internal.length).toBeGreaterThanOrEqual(2);
  expect(internal[0]).toMatchObject({
    account: me.accountId,
    code: 'P2010',
    sqlState: '23514',
    stack: expect.any(Array),
  });
  expect(internal).toContainEqual(expect.objectContaining({ trace_id: TRACE }));
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  expect(lines.length).toBeGreaterThan(8);
  for (const canary of canaries) expect(text).not.toContain(canary);
});
