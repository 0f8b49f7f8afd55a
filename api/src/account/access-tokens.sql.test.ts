import { everyAccount } from '@cairn/prisma/testing';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { AppendItem } from '../append/append-item.ts';
import { createServer, type CairnServer } from '../server/server.ts';
import { ApiClient } from '../testing/api-client.ts';
import { embeddedDatabase, type TestDatabase } from '../testing/databases.ts';
import { codes, REPLAY, replay, toEvent } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

const START = Date.parse('2026-11-20T09:00:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ISSUED = '{ secret accessToken { id name scopes createdAt expiresAt lastUsedAt previousUntil eventsPerMinute } }';
const CREATE = `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) ${ISSUED} }`;
const ROTATE = `mutation ($input: RotateAccessTokenInput!) { rotateAccessToken(input: $input) ${ISSUED} }`;
const REVOKE = 'mutation ($id: ID!) { revokeAccessToken(id: $id) }';
const EVERY = ['read', 'subscribe', 'append', 'account'];

let now = START;
let database: TestDatabase;
let server: CairnServer;
/** Another process on the same database. */
let other: CairnServer;
let nobody: ApiClient;
let otherAddress: string;
let me: ApiClient;
let writer: Writer;

beforeAll(async () => {
  database = await embeddedDatabase();
  const options = { prisma: database.prisma, now: () => now, tokenLife: 400 * DAY, recheckEvery: 20 };
  server = await createServer(options);
  other = await createServer(options);
  nobody = new ApiClient(await server.listen({ port: 0 }));
  otherAddress = await other.listen({ port: 0 });
});
afterAll(async () => {
  await server?.close();
  await other?.close();
  await database?.close();
});
beforeEach(async () => {
  me = await nobody.signUp(`person-${(now += DAY)}@example.org`, { kind: 'BROWSER' });
  writer = new Writer(now - MINUTE);
});

async function issue(scopes: readonly string[], input: object = {}) {
  const answer = await me.ask(CREATE, { input: { name: 'Calendar', scopes, ...input } });
  expect(answer.errors).toBeUndefined();
  const { secret, accessToken } = answer.data.createAccessToken;
  return { ...accessToken, secret, client: withSecret(secret) } as { id: string; secret: string; client: ApiClient };
}
const withSecret = (secret: string, address = nobody.address) => new ApiClient(address, secret, me.accountId);
const ask = async (client: ApiClient, query = '{ tasks { nodes { id } } }', variables = {}) =>
  codes(await client.ask(query, variables))?.[0] ?? 'OK';
const createTask = (title = 'Buy milk') => writer.event('createTask', { taskId: writer.newId(), title, order: 'a0' });
const taskIdOf = (item: AppendItem) => (item.input as { taskId: string }).taskId;

/** The stamp as a program may send it. */
const stamped = (mutation: string, payload: object, event: object = {}): AppendItem => ({
  mutation,
  input: { event: { id: writer.newId(), ...event }, ...payload },
});

async function firstOfSocket(token: string): Promise<unknown> {
  const socket = createClient({
    url: `${nobody.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  try {
    const { value } = await socket.iterate({ query: 'subscription { changes { head } }' }).next();
    return value;
  } catch (error) {
    return error;
  } finally {
    await socket.dispose();
  }
}

test('[TOK1] a token is shown once, has 256 random bits and a prefix, and only a hash of it is stored', async () => {
  const one = await issue(['read']);
  now += 1;
  const two = await issue(['read']);
  expect(one.secret).toMatch(/^cairn_[A-Za-z0-9_-]{86}$/);
  const secretOf = (secret: string) => Buffer.from(secret.slice(6), 'base64url').subarray(32);
  expect(secretOf(one.secret)).toHaveLength(32);
  expect(secretOf(one.secret).equals(secretOf(two.secret))).toBe(false);
  const stored = JSON.stringify(await everyAccount(database).accessToken.findMany());
  for (const part of [one.secret, secretOf(one.secret).toString('base64url'), secretOf(one.secret).toString('hex')]) {
    expect(stored).not.toContain(part);
  }
  const { data } = await me.ask('{ accessTokens { id name scopes lastUsedAt } }');
  expect(data.accessTokens).toEqual(
    [two, one].map(({ id }) => ({ id, name: 'Calendar', scopes: ['read'], lastUsedAt: null })),
  );
});

test('[TOK1] a secret of another token or account, a changed one, and one in a cookie is no token', async () => {
  const { secret } = await issue(EVERY);
  const bytes = Buffer.from(secret.slice(6), 'base64url');
  const changed = (at: number) => {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 1;
    return `cairn_${copy.toString('base64url')}`;
  };
  for (const forged of [changed(0), changed(20), changed(40), changed(63), `${secret}A`, 'cairn_', 'cairn_x']) {
    const answer = await withSecret(forged).ask('{ tasks { nodes { id } } }');
    expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
  }
  const cookie = await nobody.ask('{ tasks { nodes { id } } }', {}, { cookie: `cairn_session=${secret}` });
  expect(codes(cookie)).toEqual(['UNAUTHENTICATED']);
  expect(await ask(withSecret(secret))).toBe('OK');
});

test('[TOK2] a token may what its scopes say, over HTTP and on sockets alike; without, it learns nothing', async () => {
  const mine = createTask();
  await replay(me, mine);
  const documents: Readonly<Record<string, string>> = {
    read: `{ task(id: "${taskIdOf(mine)}") { id } }`,
    history: `{ history(entityId: "${taskIdOf(mine)}") { nodes { id } } }`,
    feed: '{ changes { head } }',
    account: '{ me { email device { id kind name isCurrent } } }',
    devices: '{ devices { id } }',
    tokens: '{ accessTokens { id } }',
  };
  const allowed = async (scopes: readonly string[]) => {
    const { client, secret } = await issue(scopes);
    const found: string[] = [];
    for (const [name, document] of Object.entries(documents)) {
      if ((await ask(client, document)) === 'OK') found.push(name);
    }
    const list = writer.event('createList', { listId: writer.newId(), name: 'Home', color: 'blue', order: 'a0' });
    for (const item of [createTask(), list]) {
      const one = `mutation ($input: ${item.mutation === 'createTask' ? 'CreateTaskInput' : 'CreateListInput'}!) {
        ${item.mutation}(input: $input) { status } }`;
      const alone = await ask(client, one, { input: item.input });
      const inBatch = await replay(client, item);
      expect([item.mutation, codes(inBatch)?.[0] ?? 'OK']).toEqual([item.mutation, alone]);
      if (alone === 'OK') found.push(item.mutation);
    }
    const first = (await firstOfSocket(secret)) as { errors?: { extensions: { code: string } }[] } & [
      { extensions: { code: string } },
    ];
    const code = first.errors?.[0]?.extensions.code ?? first[0]?.extensions.code;
    if (code === undefined) found.push('socket');
    else expect(code).toBe('FORBIDDEN');
    return found;
  };
  expect(await allowed(['read'])).toEqual(['read', 'history', 'feed']);
  expect(await allowed(['subscribe'])).toEqual(['socket']);
  expect(await allowed(['append:task'])).toEqual(['createTask']);
  expect(await allowed(['append'])).toEqual(['createTask', 'createList']);
  expect(await allowed(['account'])).toEqual(['account', 'devices', 'tokens']);
});

test('[TOK2] a forbidden request says so by status and code alone, and of a batch nothing is taken', async () => {
  const { client } = await issue(['append:task']);
  const list = writer.event('createList', { listId: writer.newId(), name: 'Home', color: 'blue', order: 'a0' });
  const misfit = { mutation: 'createList', input: { event: { id: writer.newId() }, listId: 1 } };
  const unknown = writer.newId();
  const existing = createTask();
  await replay(me, existing);
  const answers = [
    await replay(client, createTask(), list),
    await replay(client, createTask(), misfit),
    await client.ask('query ($id: ID!) { task(id: $id) { title } }', { id: unknown }),
    await client.ask('query ($id: ID!) { task(id: $id) { title } }', { id: taskIdOf(existing) }),
  ];
  for (const answer of answers) {
    expect([answer.status, answer.errors]).toEqual([
      403,
      [expect.objectContaining({ message: 'this token may not do that', extensions: { code: 'FORBIDDEN' } })],
    ]);
  }
  expect(await everyAccount(database).event.count({ where: { accountId: me.accountId } })).toBe(1);
});

test('[TOK2] no scope lets a token make or rotate tokens, or end the session of a person', async () => {
  const { client, id } = await issue(EVERY);
  expect(await ask(client, CREATE, { input: { name: 'More', scopes: ['read'] } })).toBe('FORBIDDEN');
  expect(await ask(client, ROTATE, { input: { id } })).toBe('FORBIDDEN');
  expect(await ask(client, 'mutation { signOut }')).toBe('FORBIDDEN');
  expect(await ask(client, 'mutation { refreshSession { token } }')).toBe('FORBIDDEN');
  expect((await client.ask('{ me { device { id kind name isCurrent } } }')).data.me.device).toEqual({
    id,
    kind: 'PROGRAM',
    name: 'Calendar',
    isCurrent: true,
  });
  expect(await ask(client, REVOKE, { id })).toBe('OK');
  expect(await ask(client)).toBe('TOKEN_REVOKED');
});

test('[TOK2] a token that may append but not read gets receipts without the entity', async () => {
  const item = createTask();
  const blind = await issue(['append:task']);
  const seeing = await issue(['append:task', 'read']);
  const { data } = await replay(blind.client, item);
  expect(data.replayEvents).toMatchObject([{ status: 'APPLIED', version: 1, entity: null }]);
  const done = stamped('completeTask', { taskId: taskIdOf(item) });
  const alone = 'mutation ($input: CompleteTaskInput!) { completeTask(input: $input) { status entity { id } } }';
  expect((await blind.client.ask(alone, { input: done.input })).data.completeTask.entity).toBeNull();
  expect((await seeing.client.ask(alone, { input: done.input })).data.completeTask.entity).toEqual({
    id: taskIdOf(item),
  });
});

test('[TOK3] a token that has expired or was revoked is refused by a code of its own, in every process', async () => {
  const short = await issue(['read'], { expiresAt: new Date(now + 60 * MINUTE).toISOString() });
  const long = await issue(['read']);
  expect([await ask(short.client), await ask(long.client)]).toEqual(['OK', 'OK']);
  now += 60 * MINUTE;
  expect([await ask(short.client), await ask(long.client)]).toEqual(['TOKEN_EXPIRED', 'OK']);
  expect(await ask(me, REVOKE, { id: long.id })).toBe('OK');
  expect(await ask(long.client)).toBe('TOKEN_REVOKED');
  now += 6_000;
  expect(await ask(withSecret(long.secret, otherAddress))).toBe('TOKEN_REVOKED');
  expect(await ask(me, REVOKE, { id: long.id })).toBe('NOT_FOUND');
});

test('[TOK3] revoked, a token loses its sockets', async () => {
  const { id, secret } = await issue(['subscribe']);
  const code = await new Promise<number>((resolve) => {
    createClient({
      url: `${nobody.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
      connectionParams: { authorization: `Bearer ${secret}` },
      on: {
        connected: () => void me.ask(REVOKE, { id }),
        closed: (event) => resolve((event as { code: number }).code),
      },
    });
  });
  expect(code).toBe(4403);
});

test('[TOK3] rotated, a token has two secrets until the time that was given, then one; never three', async () => {
  const first = await issue(['read', 'subscribe']);
  const until = new Date(now + 60 * MINUTE).toISOString();
  const rotated = (await me.ask(ROTATE, { input: { id: first.id, previousUntil: until } })).data.rotateAccessToken;
  expect(rotated.accessToken).toMatchObject({ id: first.id, name: 'Calendar', previousUntil: until });
  const second = withSecret(rotated.secret);
  expect([await ask(first.client), await ask(second), await ask(withSecret(first.secret, otherAddress))]).toEqual([
    'OK',
    'OK',
    'OK',
  ]);
  now += 60 * MINUTE;
  expect([await ask(first.client), await ask(second)]).toEqual(['UNAUTHENTICATED', 'OK']);
  const third = (await me.ask(ROTATE, { input: { id: first.id } })).data.rotateAccessToken;
  const fourth = (await me.ask(ROTATE, { input: { id: first.id } })).data.rotateAccessToken;
  const found = await Promise.all(
    [second, withSecret(third.secret), withSecret(fourth.secret)].map((client) => ask(client)),
  );
  expect(found).toEqual(['UNAUTHENTICATED', 'OK', 'OK']);
  now += DAY;
  expect([await ask(withSecret(third.secret)), await ask(withSecret(fourth.secret))]).toEqual([
    'UNAUTHENTICATED',
    'OK',
  ]);
  const far = new Date(now + 31 * DAY).toISOString();
  expect(await ask(me, ROTATE, { input: { id: first.id, previousUntil: far } })).toBe('BAD_USER_INPUT');
  expect(await ask(me, ROTATE, { input: { id: writer.newId() } })).toBe('NOT_FOUND');
});

test('[TOK3] names, scopes, ends and rates are checked; of one account fifty tokens may be alive', async () => {
  const create = (input: object) => ask(me, CREATE, { input: { name: 'x', scopes: ['read'], ...input } });
  for (const input of [
    { name: ' ' },
    { name: 'x'.repeat(101) },
    { scopes: [] },
    { scopes: ['append:everything'] },
    { scopes: ['read', 'root'] },
    { expiresAt: 'tomorrow' },
    { expiresAt: new Date(now).toISOString() },
    { eventsPerMinute: 0 },
  ]) {
    expect([input, await create(input)]).toEqual([input, 'BAD_USER_INPUT']);
  }
  const row = { accountId: me.accountId, name: 'x', scopes: ['read'], createdAt: new Date(now) };
  await everyAccount(database).accessToken.createMany({
    data: Array.from({ length: 50 }, (_, n) => ({ ...row, id: writer.newId(), secretHash: `${n}` })),
  });
  expect(await create({})).toBe('BAD_USER_INPUT');
});

test("[TOK2] a token appends at its own rate, and is told when to come back; its owner's devices are not held up", async () => {
  const { client } = await issue(['append'], { eventsPerMinute: 2 });
  expect(codes(await replay(client, createTask(), createTask()))).toBeUndefined();
  const { errors } = await replay(client, createTask());
  expect(errors).toEqual([
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 30 }) }),
  ]);
  expect(codes(await replay(me, createTask(), createTask(), createTask()))).toBeUndefined();
  now += MINUTE;
  expect(codes(await replay(client, createTask()))).toBeUndefined();
});

test('[TOK3] when a token was last used is told, and its events carry its name', async () => {
  const { client, id } = await issue(['append']);
  const item = stamped('createTask', { taskId: writer.newId(), title: 'Dentist', order: 'a0' });
  await replay(client, item);
  let used: string | null = null;
  while (used === null) used = (await me.ask('{ accessTokens { lastUsedAt } }')).data.accessTokens[0].lastUsedAt;
  expect(used).toBe(new Date(now).toISOString());
  const history = `{ history(entityId: "${taskIdOf(item)}") { nodes { device { id name } } } }`;
  expect((await me.ask(history)).data.history.nodes).toEqual([{ device: { id, name: 'Calendar' } }]);
  await me.ask(REVOKE, { id });
  expect((await me.ask(history)).data.history.nodes).toEqual([{ device: { id, name: 'Calendar' } }]);
});

test('[TOK4] [A2] an id is all that a program must send; a re-send with the same body is known', async () => {
  const { client } = await issue(['append', 'read']);
  const taskId = writer.newId();
  const items = [
    stamped('createTask', { taskId, title: 'One', order: 'a0' }),
    stamped('retitleTask', { taskId, title: 'Two' }),
    stamped('retitleTask', { taskId, title: 'Three' }, { parentVersion: null, sequence: null, occurredAt: null }),
  ];
  const first = (await replay(client, ...items)).data.replayEvents;
  expect(first).toMatchObject([1, 2, 3].map((version) => ({ status: 'APPLIED', version, resent: false })));
  expect(first[2].entity.title).toBe('Three');
  now += MINUTE;
  const again = (await replay(client, ...items)).data.replayEvents;
  expect(again).toMatchObject([1, 2, 3].map((version) => ({ status: 'APPLIED', version, resent: true })));
  const { id } = (items[1]!.input as { event: { id: string } }).event;
  const [reused] = (await replay(client, stamped('retitleTask', { taskId, title: 'Two' }, { id, parentVersion: 1 })))
    .data.replayEvents;
  expect(reused).toMatchObject({ status: 'REJECTED', code: 'EVENT_ID_REUSED' });
  const events = await everyAccount(database).event.findMany({
    where: { accountId: me.accountId },
    orderBy: { position: 'asc' },
  });
  expect(events.map(({ sequence, parentVersion }) => [sequence, parentVersion])).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
  ]);
  const clocks = events.map(({ clock }) => clock);
  expect(new Set(clocks).size).toBe(3);
  expect([...clocks].sort()).toEqual(clocks);
});

test('[TOK4] [M1] with parentVersion everything after it is concurrent, its own events too; without, nothing is', async () => {
  const { client } = await issue(['append', 'read']);
  const taskId = writer.newId();
  await replay(client, stamped('createTask', { taskId, title: 'One', order: 'a0' }));
  await replay(client, stamped('retitleTask', { taskId, title: 'Two' }));
  const [seen] = (await replay(client, stamped('retitleTask', { taskId, title: 'Three' }, { parentVersion: 1 }))).data
    .replayEvents;
  expect(seen).toMatchObject({ status: 'CONFLICT', merged: [{ field: 'title', version: 2 }] });
  // A device whose clock is minutes ahead wrote last: on top of it all the same.
  const ahead = `${new Date(now + 4 * MINUTE).toISOString()}-0000`;
  await replay(me, writer.event('retitleTask', { taskId, title: 'Ahead' }, { parentVersion: 3, occurredAt: ahead }));
  const [onTop] = (await replay(client, stamped('retitleTask', { taskId, title: 'Four' }))).data.replayEvents;
  expect(onTop).toMatchObject({ status: 'APPLIED', merged: [], entity: { title: 'Four' } });
  const [stale] = (await replay(client, stamped('retitleTask', { taskId, title: 'Late' }, { parentVersion: 9 }))).data
    .replayEvents;
  expect(stale).toMatchObject({ status: 'REJECTED', code: 'PARENT_VERSION_AHEAD' });
});

test('[TOK4] a device with an outbox must give all of its stamp', async () => {
  const whole = createTask();
  const { event, ...payload } = whole.input as { event: Readonly<Record<string, unknown>> };
  const without = (name: string) => {
    const { [name]: _, ...rest } = event;
    return toEvent({ mutation: 'createTask', input: { ...payload, event: { ...rest, id: writer.newId() } } });
  };
  const events = ['parentVersion', 'sequence', 'occurredAt'].map(without);
  const { data } = await me.ask(REPLAY, { events });
  expect(data.replayEvents.map(({ code }: { code: string }) => code)).toEqual([
    'PARENT_VERSION_INVALID',
    'SEQUENCE_INVALID',
    'CLOCK_INVALID',
  ]);
});
