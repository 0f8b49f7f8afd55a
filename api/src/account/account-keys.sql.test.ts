import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { forAccount, verifyLog } from '@cairn/prisma';
import { everyAccount } from '@cairn/prisma/testing';
import { createServer, type CairnServer } from '../server/server.ts';
import { ApiClient, credentials } from '../testing/api-client.ts';
import { embeddedDatabase, type TestDatabase } from '../testing/databases.ts';
import { codes, replay } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CONFIRM = 'mutation ($password: String!) { confirmPassword(password: $password) }';
const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }';
const DELETE = 'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) }';
const CREATE = `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret accessToken { id } } }`;
const EVENTS = '{ securityEvents { nodes { kind subject address device { name } } } }';

let now = Date.parse('2026-11-20T09:00:00.000Z');
let database: TestDatabase;
let server: CairnServer;
let nobody: ApiClient;
let me: ApiClient;
let email: string;

beforeAll(async () => {
  database = await embeddedDatabase();
  server = await createServer({ prisma: database.prisma, now: () => now, tokenLife: 2_000 * DAY });
  nobody = new ApiClient(await server.listen({ port: 0 }));
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});
beforeEach(async () => {
  email = `person-${(now += DAY)}@example.org`;
  me = await nobody.signUp(email, { kind: 'BROWSER', deviceName: 'Laptop' });
});

const ask = async (client: ApiClient, query = '{ me { id } }', variables = {}) =>
  codes(await client.ask(query, variables))?.[0] ?? 'OK';
const signIn = (password: string) =>
  ask(nobody, 'mutation ($input: SignInInput!) { signIn(input: $input) { token } }', {
    input: credentials(email, { password }),
  });
const kindsOf = async () =>
  ((await me.ask(EVENTS)).data.securityEvents.nodes as { kind: string }[]).map(({ kind }) => kind);

test('[KEYS1] guesses at an open device are counted as those at the sign-in are', async () => {
  for (let guess = 0; guess < 10; guess += 1)
    expect(await ask(me, CONFIRM, { password: `guess ${guess}` })).toBe('BAD_CREDENTIALS');
  expect(await ask(me, CONFIRM, { password: 'correct horse' })).toBe('RATE_LIMITED');
  now += 15 * MINUTE;
  expect(await ask(me, CONFIRM, { password: 'correct horse' })).toBe('OK');
});

test('[KEYS1] after ten minutes a device gives the password again before what cannot be taken back', async () => {
  const asked = [
    () => ask(me, CHANGE, { input: { newPassword: 'battery staple' } }),
    () => ask(me, DELETE, { input: { email } }),
    () => ask(me, CREATE, { input: { name: 'x', scopes: ['read', 'account'] } }),
  ];
  now += 10 * MINUTE;
  for (const attempt of asked) expect(await attempt()).toBe('REAUTHENTICATION_REQUIRED');
  expect(await ask(me, CREATE, { input: { name: 'x', scopes: ['read'] } })).toBe('OK');
  expect(await ask(me, CONFIRM, { password: 'wrong horse' })).toBe('BAD_CREDENTIALS');
  for (const attempt of asked) expect(await attempt()).toBe('REAUTHENTICATION_REQUIRED');
  expect(await ask(me, CONFIRM, { password: 'correct horse' })).toBe('OK');
  now += 10 * MINUTE - 1;
  expect(await asked[2]!()).toBe('OK');
  now += 1;
  expect(await asked[2]!()).toBe('REAUTHENTICATION_REQUIRED');
});

test('[KEYS1] a confirmation is of one device alone', async () => {
  const phone = await nobody.signIn(email, { deviceName: 'Phone' });
  now += 10 * MINUTE;
  expect(await ask(me, CONFIRM, { password: 'correct horse' })).toBe('OK');
  expect(await ask(phone, CHANGE, { input: { newPassword: 'battery staple' } })).toBe('REAUTHENTICATION_REQUIRED');
});

test('[KEYS2] a new password ends the other sessions, or not, and keeps this one', async () => {
  const phone = await nobody.signIn(email, { deviceName: 'Phone' });
  expect(await ask(me, CHANGE, { input: { newPassword: 'short' } })).toBe('BAD_USER_INPUT');
  const change = (newPassword: string, endOtherSessions?: boolean) =>
    ask(me, CHANGE, { input: { newPassword, ...(endOtherSessions === undefined ? {} : { endOtherSessions }) } });
  expect(await change('battery staple', false)).toBe('OK');
  expect([await ask(me), await ask(phone)]).toEqual(['OK', 'OK']);
  expect(await ask(phone, CHANGE, { input: { newPassword: 'mine now, haha' } })).toBe('REAUTHENTICATION_REQUIRED');
  expect([await signIn('correct horse'), await signIn('battery staple')]).toEqual(['BAD_CREDENTIALS', 'OK']);
  expect(await change('paper clip moon')).toBe('OK');
  expect([await ask(me), await ask(phone)]).toEqual(['OK', 'SESSION_REVOKED']);
});

test('[KEYS3] what happens to the keys of an account is there for its owner to read, without a secret in it', async () => {
  const phone = await nobody.signIn(email, { deviceName: 'Phone' });
  await signIn('wrong horse');
  const made = (await me.ask(CREATE, { input: { name: 'Calendar', scopes: ['read'] } })).data.createAccessToken;
  await ask(new ApiClient(nobody.address, made.secret), '{ tasks { nodes { id } } }');
  while (!(await kindsOf()).includes('TOKEN_FIRST_USED')) await new Promise((resolve) => setTimeout(resolve, 5));
  const { id } = made.accessToken;
  await me.ask('mutation ($input: RotateAccessTokenInput!) { rotateAccessToken(input: $input) { secret } }', {
    input: { id },
  });
  await me.ask('mutation ($id: ID!) { revokeAccessToken(id: $id) }', { id });
  await me.ask(CONFIRM, { password: 'wrong horse' });
  await me.ask(CONFIRM, { password: 'correct horse' });
  await me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: phone.deviceId });
  await me.ask(CHANGE, { input: { newPassword: 'battery staple' } });
  const second = await nobody.signIn(email, { deviceName: 'Second', password: 'battery staple' });
  await second.ask('mutation { signOut }');
  const { nodes } = (await me.ask(EVENTS)).data.securityEvents as {
    nodes: { kind: string; subject: string | null; address: string; device: { name: string } | null }[];
  };
  const told = nodes.map(({ kind, subject, device }) => [kind, device?.name ?? null, subject]).reverse();
  const inOrder = [
    ['SIGNED_UP', 'Laptop', null],
    ['SIGNED_IN', 'Phone', null],
    ['SIGN_IN_FAILED', null, null],
    ['TOKEN_CREATED', 'Laptop', 'Calendar'],
    ['TOKEN_FIRST_USED', 'Calendar', null],
    ['TOKEN_ROTATED', 'Laptop', 'Calendar'],
    ['TOKEN_ENDED', 'Laptop', 'Calendar'],
    ['PASSWORD_REFUSED', 'Laptop', null],
    ['PASSWORD_CONFIRMED', 'Laptop', null],
    ['DEVICE_SIGNED_OUT', 'Laptop', 'Phone'],
    ['PASSWORD_CHANGED', 'Laptop', null],
    ['SIGNED_IN', 'Second', null],
    ['SIGNED_OUT', 'Second', null],
  ];
  // Within one millisecond of the test's clock the order is by chance.
  expect([...told].sort()).toEqual([...inOrder].sort());
  expect(new Set(nodes.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  const stored = JSON.stringify(
    await everyAccount(database).securityEvent.findMany({ where: { accountId: me.accountId } }),
  );
  for (const secret of [made.secret, me.token!, 'horse', 'staple', email]) expect(stored).not.toContain(secret);
});

test('[KEYS3] it is read by pages, and kept for a year', async () => {
  for (let n = 0; n < 4; n += 1) {
    now += MINUTE;
    await me.ask(CONFIRM, { password: 'correct horse' });
  }
  const page =
    'query ($after: Cursor) { securityEvents(first: 2, after: $after) { nodes { id kind } pageInfo { hasNextPage endCursor } } }';
  const first = (await me.ask(page)).data.securityEvents;
  const second = (await me.ask(page, { after: first.pageInfo.endCursor })).data.securityEvents;
  const third = (await me.ask(page, { after: second.pageInfo.endCursor })).data.securityEvents;
  expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  expect(third.nodes.map(({ kind }: { kind: string }) => kind)).toEqual(['SIGNED_UP']);
  now += 366 * DAY;
  expect(await kindsOf()).toEqual([]);
  await me.ask(CONFIRM, { password: 'correct horse' });
  expect(await everyAccount(database).securityEvent.count({ where: { accountId: me.accountId } })).toBe(1);
});

test('[fault F34] [KEYS4] a deleted account is gone from every table; its devices are told, its e-mail is free', async () => {
  const writer = new Writer(now - MINUTE);
  const taskId = writer.newId();
  const create = writer.event('createTask', { taskId, title: 'Buy milk', order: 'a0' });
  await replay(me, create, writer.event('retitleTask', { taskId, title: 'Buy bread' }, { parentVersion: 1 }));
  const other = await nobody.signUp(`other-${email}`);
  await replay(other, writer.event('createTask', { taskId, title: 'Mine', order: 'a0' }));
  const phone = await nobody.signIn(email, { deviceName: 'Phone of Ada' });
  const { secret } = (await me.ask(CREATE, { input: { name: 'Calendar', scopes: ['read', 'append', 'subscribe'] } }))
    .data.createAccessToken;
  const closed = [phone.token!, secret].map(
    (token) =>
      new Promise<number>((resolve) => {
        const socket = createClient({
          url: `${nobody.address.replace('http', 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          retryAttempts: 0,
          lazy: false,
          onNonLazyError: () => undefined,
          connectionParams: { authorization: `Bearer ${token}` },
          on: { closed: (event) => resolve((event as { code: number }).code), connected: () => open.shift()!() },
        });
        void socket;
      }),
  );
  const open: (() => void)[] = [];
  await Promise.all([0, 1].map(() => new Promise<void>((resolve) => open.push(resolve))));

  expect(await ask(me, DELETE, { input: { email: `x${email}` } })).toBe('BAD_USER_INPUT');
  const answer = await me.ask(DELETE, { input: { email: ` ${email.toUpperCase()} ` } });
  expect(answer.data).toEqual({ deleteAccount: true });
  expect(answer.headers.get('set-cookie')).toMatch(/^cairn_session=; Max-Age=0/);
  expect(await Promise.all(closed)).toEqual([4403, 4403]);

  for (const device of [me, phone]) {
    const refused = await replay(device, writer.event('completeTask', { taskId }, { parentVersion: 2 }));
    expect([refused.status, codes(refused)]).toEqual([401, ['ACCOUNT_GONE']]);
  }
  const program = await replay(new ApiClient(nobody.address, secret), create);
  expect(codes(program)).toEqual(['UNAUTHENTICATED']);

  const tables = (await database.asOwner(
    `SELECT c.relname::text AS name, a.attname::text AS key FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'accountId'`,
  )) as { name: string }[];
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    const [found] = (await database.asOwner(
      `SELECT count(*)::integer AS rows FROM "${name}" WHERE "accountId" = '${me.accountId}'`,
    )) as { rows: number }[];
    expect([name, found!.rows]).toEqual([name, name === 'Device' ? 2 : 0]);
  }
  const devices = await database.asOwner(`SELECT * FROM "Device" WHERE "accountId" = '${me.accountId}'`);
  expect(JSON.stringify(devices)).not.toMatch(/Laptop|Ada/);

  expect((await other.ask(`{ task(id: "${taskId}") { title } }`)).data.task).toEqual({ title: 'Mine' });
  expect((await verifyLog(database)).wrong).toEqual([]);
  expect(await signIn('correct horse')).toBe('BAD_CREDENTIALS');
  const again = await nobody.signUp(email);
  expect(again.accountId).not.toBe(me.accountId);
  expect((await again.ask('{ tasks { nodes { id } } }')).data.tasks.nodes).toEqual([]);
  expect(await ask(me)).toBe('ACCOUNT_GONE');
});

test('[A5] [KEYS4] only the erasing of a whole account deletes events, and nobody is left half erased', async () => {
  const writer = new Writer(now - MINUTE);
  await replay(me, writer.event('createTask', { taskId: writer.newId(), title: 'Buy milk', order: 'a0' }));
  const one = `DELETE FROM "Event" WHERE "accountId" = '${me.accountId}'`;
  await expect(database.asOwner(one)).rejects.toMatchObject({ code: '42501' });
  const other = await nobody.signUp(`other-${email}`);
  await expect(database.asOwner(`SET cairn.erased_account = '${other.accountId}'; ${one}`)).rejects.toMatchObject({
    code: '42501',
  });
  await expect(
    forAccount(database.prisma, me.accountId).$executeRawUnsafe(
      `DELETE FROM "Event" WHERE "accountId" = $1::uuid`,
      me.accountId,
    ),
  ).rejects.toThrow('42501');
  await Promise.all([
    ask(other, DELETE, { input: { email: `other-${email}` } }),
    ...Array.from({ length: 5 }, () =>
      replay(other, writer.event('createTask', { taskId: writer.newId(), title: 'Late', order: 'a0' })),
    ),
  ]);
  expect(await everyAccount(database).event.count({ where: { accountId: other.accountId } })).toBe(0);
  expect(await everyAccount(database).event.count({ where: { accountId: me.accountId } })).toBe(1);
});
