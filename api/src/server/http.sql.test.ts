import { formatClock } from '@cairn/domain';
import { ApiClient, credentials, type ApiAnswer } from '../testing/api-client.ts';
import { embeddedDatabase, type TestDatabase } from '../testing/databases.ts';
import { Writer } from '../testing/writer.ts';
import type { AppendItem } from '../append/append-item.ts';
import { createServer, type CairnServer } from './server.ts';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');

const RECEIPT = `{ eventId status code message entityType entityId version position resent clockClamped
  entity { __typename id version position writers deletedAt ... on Task { title completedAt } } }`;
const REPLAY = `mutation ($events: [EventInput!]!) { replayEvents(events: $events) ${RECEIPT} }`;

let database: TestDatabase;
let server: CairnServer;
let nobody: ApiClient;
let me: ApiClient;
let writer: Writer;
let accounts = 0;

const codes = ({ errors }: ApiAnswer) => errors?.map(({ extensions }) => extensions.code);
const toEvent = ({ mutation, input }: AppendItem) => ({ [mutation]: input });
const replay = (client: ApiClient, ...items: AppendItem[]) => client.ask(REPLAY, { events: items.map(toEvent) });
const newAccount = () => nobody.signUp(`person${(accounts += 1)}@example.org`);

beforeAll(async () => {
  database = await embeddedDatabase();
  server = await createServer({ prisma: database.prisma, now: () => NOW });
  nobody = new ApiClient(await server.listen({ port: 0 }));
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});
beforeEach(async () => {
  me = await newAccount();
  writer = new Writer(NOW - 60_000);
});

const createTask = (title = 'Buy milk', taskId = writer.newId()) =>
  writer.event('createTask', { taskId, title, order: 'a0' });
const taskIdOf = (item: AppendItem) => (item.input as { taskId: string }).taskId;

describe('events', () => {
  test('[E1] [A2] a named mutation and replayEvents give the same receipt, and know each other', async () => {
    const other = await newAccount();
    const create = createTask();
    const events = [
      create,
      writer.event('completeTask', { taskId: taskIdOf(create) }, { parentVersion: 1 }),
      writer.event('completeTask', { taskId: taskIdOf(create) }, { parentVersion: 9 }),
    ];
    const ask = async (client: ApiClient, { mutation, input }: AppendItem) => {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
      const answer = await client.ask(`mutation ($input: ${type}) { ${mutation}(input: $input) ${RECEIPT} }`, { input });
      return answer.data[mutation];
    };
    for (const event of events) {
      const named = await ask(me, event);
      const [replayed] = (await replay(other, event)).data.replayEvents;
      const unwritten = ({ entity, ...receipt }: { entity: { writers: unknown } }) => ({ ...receipt, entity: { ...entity, writers: null } }); // prettier-ignore
      expect(unwritten(named)).toEqual(unwritten(replayed));
      expect((await replay(me, event)).data.replayEvents).toMatchObject([{ resent: true, position: named.position }]);
      expect(await ask(other, event)).toMatchObject({ resent: true, position: replayed.position });
    }
  });

  test('[E1] [A3] events that do not fit their type are refused alone, each at its place', async () => {
    const create = createTask();
    const taskId = taskIdOf(create);
    const id = writer.newId();
    const complete = (payload: object, stamp: object = {}) => {
      const { input } = writer.event('completeTask', { taskId, ...payload }, { parentVersion: 1 });
      const { event, ...rest } = input as { event: object };
      return { completeTask: { event: { ...event, ...stamp }, ...rest } };
    };
    const retitle = writer.event('retitleTask', { taskId, title: 7 }, { parentVersion: 1 });
    const { data } = await me.ask(REPLAY, {
      events: [
        complete({ colour: 'red' }, { id }),
        toEvent(create),
        5,
        {},
        { ...complete({}), ...toEvent(retitle) },
        toEvent(retitle),
        { paintTask: { event: { id } } },
        complete({}, { parentVersion: 2 ** 53 }),
        complete({}, { parentVersion: '1' }),
        complete({}, { occurredAt: null }),
        complete({}, { occurredAt: formatClock(NOW + 500 * 24 * 3_600_000) }),
        { completeTask: null },
        JSON.parse(`{"completeTask": {"__proto__": {"taskId": "${taskId}"}}}`),
        complete({}),
      ],
    });
    const rejected = ['REJECTED', expect.any(String)];
    const receipts = data.replayEvents as { status: string; code: string | null; eventId: string | null }[];
    expect(receipts.map(({ status, code }) => [status, code])).toEqual([
      ['REJECTED', 'UNKNOWN_FIELD'],
      ['APPLIED', null],
      ['REJECTED', 'VALUE_INVALID'],
      ['REJECTED', 'VALUE_INVALID'],
      ['REJECTED', 'VALUE_INVALID'],
      ['REJECTED', 'VALUE_INVALID'],
      ['REJECTED', 'EVENT_ID_REUSED'],
      ['REJECTED', 'PARENT_VERSION_INVALID'],
      ['REJECTED', 'PARENT_VERSION_INVALID'],
      ['REJECTED', 'CLOCK_INVALID'],
      ['REJECTED', 'CLOCK_OUT_OF_RANGE'],
      ['REJECTED', 'VALUE_MISSING'],
      rejected,
      ['APPLIED', null],
    ]);
    expect(receipts[0]!.eventId).toBe(id);
  });

  test('[A3] a batch or a body that is too large is refused by code', async () => {
    const many = Array.from({ length: 501 }, () => createTask());
    const answer = await replay(me, ...many);
    expect([answer.status, codes(answer)]).toEqual([413, ['BATCH_TOO_LARGE']]);
    const large = await replay(me, createTask('x'.repeat(1_100_000)));
    expect([large.status, codes(large)]).toEqual([413, ['PAYLOAD_TOO_LARGE']]);
    expect((await replay(me, ...many.slice(1))).data.replayEvents).toHaveLength(500);
  });

  test('[A2] what is re-sent over HTTP is answered again', async () => {
    const create = createTask();
    const { data: first } = await replay(me, create);
    const { data: again } = await replay(me, create);
    expect(again.replayEvents).toEqual([{ ...first.replayEvents[0], resent: true }]);
  });

  test('[F1] changes come in pages, with what was deleted', async () => {
    const [one, two, three] = [createTask('One'), createTask('Two'), createTask('Three')];
    const deletion = writer.event('deleteTask', { taskId: taskIdOf(one) }, { parentVersion: 1 });
    await replay(me, one, two, three, deletion);
    const CHANGES = `query ($after: Cursor, $first: Int!) { changes(after: $after, first: $first) {
      changes { id position deletedAt ... on Task { title } } cursor hasMore head } }`;
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let hasMore = true; hasMore; ) {
      const { changes: page }: { changes: { changes: unknown[]; cursor: string; hasMore: boolean } } = (
        await me.ask(CHANGES, { after, first: 2 })
      ).data;
      seen.push(...page.changes);
      ({ cursor: after, hasMore } = page);
    }
    expect(seen).toMatchObject([
      { title: 'Two', position: 2, deletedAt: null },
      { title: 'Three', position: 3 },
      { title: 'One', position: 4, deletedAt: expect.any(String) },
    ]);
    expect(codes(await me.ask(CHANGES, { after: 'nonsense', first: 2 }))).toEqual(['CURSOR_INVALID']);
    expect(codes(await me.ask(CHANGES, { after, first: 2000 }))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('listings', () => {
  test('[F1] tasks come in order, in pages, by filter; history newest first', async () => {
    const listId = writer.newId();
    const create = (order: string, inList: string | null = null) =>
      writer.event('createTask', { taskId: writer.newId(), title: order, order, listId: inList });
    const done = create('a1');
    await replay(
      me,
      writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' }),
      create('a2'),
      create('Zz'),
      create('a0', listId),
      done,
      writer.event('completeTask', { taskId: taskIdOf(done) }, { parentVersion: 1 }),
    );
    const TASKS = `query ($filter: TaskFilter, $after: Cursor) { tasks(filter: $filter, first: 2, after: $after) {
      nodes { title } edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;
    const one = (await me.ask(TASKS)).data.tasks;
    const two = (await me.ask(TASKS, { after: one.pageInfo.endCursor })).data.tasks;
    expect([...one.nodes, ...two.nodes].map(({ title }) => title)).toEqual(['Zz', 'a0', 'a1', 'a2']);
    expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([true, false]);
    const titles = async (filter: object) =>
      (await me.ask(TASKS, { filter })).data.tasks.nodes.map(({ title }: { title: string }) => title);
    expect(await titles({ listId })).toEqual(['a0']);
    expect(await titles({ inbox: true, completed: false })).toEqual(['Zz', 'a2']);
    expect(await titles({ completed: true })).toEqual(['a1']);
    expect(await titles({ deleted: true })).toEqual([]);
    const { data } = await me.ask(
      `query ($id: ID!) { lists { nodes { id name } } list(id: "${listId}") { name }
        history(entityId: $id) { nodes { type version device { name } asked applied before lost clamped } } }`,
      { id: taskIdOf(done) },
    );
    expect(data.lists.nodes).toEqual([{ id: listId, name: 'Home' }]);
    expect(data.history.nodes).toMatchObject([
      { type: 'TaskCompleted', version: 2, device: { name: 'Test' }, before: { completedAt: null }, clamped: false },
      { type: 'TaskCreated', version: 1, asked: { title: 'a1' }, applied: { title: 'a1', order: 'a1' }, lost: {} },
    ]);
  });
});

describe('accounts', () => {
  test('[SAFE1] a browser signs in with a cookie that its scripts cannot read, and signs out', async () => {
    const input = credentials(`person${(accounts += 1)}@example.org`);
    const answer = await nobody.ask('mutation ($input: SignUpInput!) { signUp(input: $input) { accountId } }', { input });
    const cookie = answer.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^cairn_session=[^;]+; .*HttpOnly; SameSite=Lax$/);
    const headers = { cookie: cookie.split(';')[0]! };
    const { data } = await nobody.ask('{ me { id email device { name kind isCurrent } } }', {}, headers);
    expect(data.me).toMatchObject({ id: answer.data.signUp.accountId, device: { kind: 'BROWSER', isCurrent: true } });
    const out = await nobody.ask('mutation { signOut }', {}, headers);
    expect(out.headers.get('set-cookie')).toMatch(/^cairn_session=; Max-Age=0/);
    const after = await nobody.ask('{ me { id } }', {}, headers);
    expect([after.status, codes(after)]).toEqual([401, ['SESSION_REVOKED']]);
  });

  test('[SAFE3] an unknown e-mail and a wrong password get the same answer', async () => {
    const email = `person${(accounts += 1)}@example.org`;
    await nobody.signUp(email);
    const signIn = (input: object) =>
      nobody.ask('mutation ($input: SignInInput!) { signIn(input: $input) { token } }', { input });
    const wrong = await signIn(credentials(email, { password: 'wrong horse' }));
    const unknown = await signIn(credentials('nobody@example.org'));
    expect(codes(wrong)).toEqual(['BAD_CREDENTIALS']);
    expect(unknown.errors).toEqual(wrong.errors);
    expect(codes(await signIn(credentials('nul\u0000@example.org')))).toEqual(['BAD_CREDENTIALS']);
    expect((await signIn(credentials(` ${email.toUpperCase()} `))).data.signIn.token).toEqual(expect.any(String));
  });

  test('[SAFE3] a taken e-mail, a short password and a bad name are refused by code', async () => {
    const signUp = async (input: object) =>
      codes(await nobody.ask('mutation ($input: SignUpInput!) { signUp(input: $input) { token } }', { input }));
    expect(await signUp(credentials(`PERSON${accounts}@example.org`))).toEqual(['EMAIL_TAKEN']);
    expect(await signUp(credentials('new@example.org', { password: 'short' }))).toEqual(['BAD_USER_INPUT']);
    expect(await signUp(credentials('not an address'))).toEqual(['BAD_USER_INPUT']);
    expect(await signUp(credentials('new@example.org', { deviceName: ' ' }))).toEqual(['BAD_USER_INPUT']);
  });

  test('[SAFE2] a device that another one signs out is refused at once', async () => {
    const phone = await nobody.signIn(`person${accounts}@example.org`, { deviceName: 'Phone', kind: 'PROGRAM' });
    expect((await phone.ask('{ devices { id } }')).data.devices).toHaveLength(2);
    const signOut = (id: string) => me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id });
    expect((await signOut(phone.deviceId)).data).toEqual({ signOutDevice: true });
    expect(codes(await replay(phone, createTask()))).toEqual(['SESSION_REVOKED']);
    expect(codes(await signOut(phone.deviceId))).toEqual(['NOT_FOUND']);
    expect((await me.ask('{ devices { name isCurrent } }')).data.devices).toEqual([{ name: 'Test', isCurrent: true }]);
  });

  test('[SAFE1] a token of another secret, device or account is no session', async () => {
    const [account, device, secret] = me.token!.split('.') as [string, string, string];
    const other = await newAccount();
    const forged = [
      `${account}.${device}.${secret.replace(/.$/, secret.endsWith('A') ? 'B' : 'A')}`,
      `${other.accountId}.${device}.${secret}`,
      `${account}.${other.deviceId}.${secret}`,
      'x',
    ];
    for (const token of forged) {
      const answer = await new ApiClient(nobody.address, token).ask('{ me { id } }');
      expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
    }
  });

  test("[SAFE1] what is another account's gets the very answer of what does not exist", async () => {
    const other = await newAccount();
    const create = createTask();
    await replay(other, create);
    const missing = writer.newId();
    const ask = async (client: ApiClient, document: string, id: string) => {
      const { status, data, errors } = await client.ask(document, { id });
      return JSON.stringify({ status, data, errors }).replaceAll(id, '<id>');
    };
    const entity = [
      'query ($id: ID!) { task(id: $id) { title } list(id: $id) { name } }',
      'query ($id: ID!) { history(entityId: $id) { nodes { id } pageInfo { hasNextPage endCursor } } }',
      'query ($id: ID!) { tasks(filter: { listId: $id }) { nodes { id } } }',
    ];
    for (const document of entity) {
      expect(await ask(me, document, taskIdOf(create))).toBe(await ask(me, document, missing));
    }
    const device = [
      'mutation ($id: ID!) { renameDevice(id: $id, name: "Mine") { id } }',
      'mutation ($id: ID!) { signOutDevice(id: $id) }',
    ];
    for (const document of device) {
      expect(await ask(me, document, other.deviceId)).toBe(await ask(me, document, missing));
    }
    expect((await other.ask('{ me { device { name } } }')).data.me.device.name).toBe('Test');
  });
});

describe('the surface', () => {
  test('[SAFE3] what goes wrong inside is told by code alone', async () => {
    await database.asOwner('REVOKE SELECT ON "Credential" FROM cairn_app');
    const answer = await me.ask('{ me { email } }');
    await database.asOwner('GRANT SELECT ON "Credential" TO cairn_app');
    expect([answer.status, codes(answer)]).toEqual([500, ['INTERNAL']]);
    expect(JSON.stringify(answer.errors)).not.toMatch(/Credential|permission|prisma/i);
  });

  test('[SAFE3] requests that are none are refused by code', async () => {
    const cases: [string, Record<string, string>][] = [
      ['{', {}],
      ['{ me { id } }', { 'content-type': 'text/plain' }],
      ['<x/>', { 'content-type': 'application/xml' }],
    ];
    for (const [body, headers] of cases) {
      const answer = await me.post(body, headers);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(codes(answer)).toEqual(['BAD_REQUEST']);
    }
    expect(codes(await me.ask('{ nothing }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(codes(await me.ask('{'))).toEqual(['GRAPHQL_PARSE_FAILED']);
    const wide = Array.from({ length: 101 }, (_, index) => `a${index}: me { id }`).join(' ');
    expect(codes(await me.ask(`{ ${wide} }`))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('[SAFE3] answers with data are not kept; a cross-site GET is refused', async () => {
    const answer = await me.ask('{ me { id } }');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const get = await fetch(`${nobody.address}/graphql?query={me{id}}`, { headers: { authorization: `Bearer ${me.token}` } });
    expect([get.status, await get.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
  });

  test('health and readiness', async () => {
    expect((await fetch(`${nobody.address}/healthz`)).status).toBe(200);
    expect((await fetch(`${nobody.address}/readyz`)).status).toBe(200);
    await database.asOwner('REVOKE SELECT ON "Log" FROM cairn_app');
    expect((await fetch(`${nobody.address}/readyz`)).status).toBe(503);
    await database.asOwner('GRANT SELECT ON "Log" TO cairn_app');
    expect((await fetch(`${nobody.address}/elsewhere`)).status).toBe(404);
  });
});
