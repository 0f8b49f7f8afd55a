import { everyAccount } from '@cairn/prisma/testing';
import { createServer, type CairnServer } from '../server/server.ts';
import { ApiClient, credentials, type ApiAnswer } from '../testing/api-client.ts';
import { embeddedDatabase, type TestDatabase } from '../testing/databases.ts';
import { codes, replay } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REFRESH = 'mutation { refreshSession { token expiresAt } }';

let now = Date.parse('2026-11-20T09:00:00.000Z');
let database: TestDatabase;
let server: CairnServer;
/** Another process on the same database. */
let other: CairnServer;
let nobody: ApiClient;
let otherAddress: string;
let me: ApiClient;
let email: string;

beforeAll(async () => {
  database = await embeddedDatabase();
  const options = { prisma: database.prisma, now: () => now };
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
  email = `person-${(now += 1)}@example.org`;
  me = await nobody.signUp(email, { kind: 'BROWSER' });
});

const withToken = (token: string | undefined, address = nobody.address) =>
  new ApiClient(address, token, me.accountId, me.deviceId);
const ask = async (client: ApiClient) => {
  const answer = await client.ask('{ me { device { id } } }');
  return codes(answer)?.[0] ?? answer.data.me.device.id;
};
const refresh = async (client: ApiClient): Promise<string> => {
  const answer = await client.ask(REFRESH);
  return codes(answer)?.[0] ?? answer.data.refreshSession.token;
};
const cookieOf = ({ headers }: ApiAnswer) => headers.get('set-cookie')?.split(';')[0] ?? '';

test('[SAFE6] an expired token is good for a refresh alone, and its successor for another hour', async () => {
  now += HOUR;
  const refused = await me.ask('{ me { id } }');
  expect([refused.status, codes(refused)]).toEqual([401, ['SESSION_EXPIRED']]);
  const { data } = await me.ask(REFRESH);
  expect(data.refreshSession.expiresAt).toBe(new Date(now + HOUR).toISOString());
  const successor = withToken(data.refreshSession.token);
  expect(await ask(successor)).toBe(me.deviceId);
  expect(await ask(withToken(data.refreshSession.token, otherAddress))).toBe(me.deviceId);
  expect(await ask(me)).toBe('SESSION_EXPIRED');
  now += HOUR;
  expect(await ask(successor)).toBe('SESSION_EXPIRED');
});

test('[SAFE6] a token that is still good gets itself', async () => {
  expect(await refresh(me)).toBe(me.token);
});

test('[fault F32] [SAFE6] whoever asks again gets the same successor, also at once, and from another process', async () => {
  now += HOUR;
  const [first, second] = await Promise.all([refresh(me), refresh(withToken(me.token, otherAddress))]);
  expect(first).not.toBe(me.token);
  expect(second).toBe(first);
  // Its reply was lost, and the road was down for a day: the successor's hour begins when it is asked for.
  now += DAY;
  expect(await refresh(me)).toBe(first);
  expect(await ask(withToken(first))).toBe(me.deviceId);
});

test('[fault F32] [SAFE6] the token before stays good for a refresh until its successor was used for a day', async () => {
  now += HOUR;
  const successor = await refresh(me);
  expect(await ask(withToken(successor))).toBe(me.deviceId);
  now += DAY - 60_000;
  expect(await refresh(me)).toBe(successor);
  now += 120_000;
  expect(await ask(me)).toBe('UNAUTHENTICATED');
  expect(await refresh(me)).toBe('UNAUTHENTICATED');
  expect(await refresh(withToken(successor))).not.toBe('UNAUTHENTICATED');
});

test('[SAFE6] an older generation is no session', async () => {
  now += HOUR;
  const second = withToken(await refresh(me));
  now += HOUR;
  const third = withToken(await refresh(second));
  expect(await ask(third)).toBe(me.deviceId);
  expect(await refresh(me)).toBe('UNAUTHENTICATED');
  expect(await refresh(second)).toBe(third.token);
});

test('[SAFE6] a device that was away for a year is still signed in, and after 400 days no longer', async () => {
  now += 365 * DAY;
  const token = await refresh(me);
  expect(await ask(withToken(token))).toBe(me.deviceId);
  now += HOUR + 400 * DAY;
  expect(await refresh(withToken(token))).toBe('UNAUTHENTICATED');
});

test('[SAFE6] a cookie is set anew, and its token stays out of reach of scripts', async () => {
  const input = credentials(`cookie-${email}`);
  const signedUp = await nobody.ask('mutation ($input: SignUpInput!) { signUp(input: $input) { deviceId } }', {
    input,
  });
  now += HOUR;
  const answer = await nobody.ask(REFRESH, {}, { cookie: cookieOf(signedUp) });
  expect(answer.data.refreshSession.token).toBeNull();
  expect(answer.headers.get('set-cookie')).toMatch(/^cairn_session=[^;]+; Max-Age=34560000; .*HttpOnly/);
  const { data } = await nobody.ask('{ me { device { id } } }', {}, { cookie: cookieOf(answer) });
  expect(data.me.device.id).toBe(signedUp.data.signUp.deviceId);
});

test('[SAFE6] tokens are stored as hashes, and the key of their succession tells none of them', async () => {
  now += HOUR;
  const successor = await refresh(me);
  const row = JSON.stringify(await everyAccount(database).device.findFirst({ where: { id: me.deviceId } }));
  for (const token of [me.token!, successor]) expect(row).not.toContain(token.split('.')[2]);
});

test('[SAFE2] [SAFE6] a revoked device gets no successor, nor leaves its session behind with an expired token', async () => {
  const phone = await nobody.signIn(email, { deviceName: 'Phone', kind: 'BROWSER' });
  now += HOUR;
  const mine = withToken(await refresh(me));
  expect(
    (await mine.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: phone.deviceId })).errors,
  ).toBeUndefined();
  expect(await refresh(phone)).toBe('SESSION_REVOKED');
  now += HOUR;
  expect((await mine.ask('mutation { signOut }')).data).toEqual({ signOut: true });
  expect(await refresh(mine)).toBe('SESSION_REVOKED');
});

test('[fault F41] [SAFE1] a device is taken from the session: another one named in the header is refused, at a refresh too', async () => {
  const phone = await nobody.signIn(email, { deviceName: 'Phone' });
  const asPhone = { 'x-cairn-device': phone.deviceId };
  expect(codes(await me.ask('{ me { id } }', {}, asPhone))).toEqual(['SESSION_MISMATCH']);
  now += HOUR;
  for (const document of [REFRESH, 'mutation { signOut }']) {
    const refused = await me.ask(document, {}, asPhone);
    expect([refused.status, codes(refused)]).toEqual([401, ['SESSION_MISMATCH']]);
  }
  expect(await refresh(me)).toMatch(me.deviceId);
});

test('[fault F41] [SAFE1] no input of an event can name a device', async () => {
  const phone = await nobody.signIn(email, { deviceName: 'Phone' });
  const writer = new Writer(now - 60_000);
  const { mutation, input } = writer.event('createTask', { taskId: writer.newId(), title: 'Buy milk', order: 'a0' });
  const { event, ...payload } = input as { event: object };
  const stamped = (more: object) => ({ mutation, input: { ...payload, event: { ...event, ...more } } });
  const forged = stamped({ deviceId: phone.deviceId });
  const { data } = await replay(me, forged);
  expect(data.replayEvents).toMatchObject([{ status: 'REJECTED', code: 'UNKNOWN_FIELD' }]);
  await replay(me, stamped({ id: writer.newId() }));
  const events = await everyAccount(database).event.findMany({ where: { accountId: me.accountId } });
  expect(events.map(({ deviceId }) => deviceId)).toEqual([me.deviceId]);
});

test('[M1] [SAFE2] signed in again a device keeps its id, also after it was signed out; what it had before is over', async () => {
  const again = await nobody.signIn(email, { kind: 'BROWSER', deviceIds: [me.deviceId], deviceName: 'Renamed?' });
  expect([again.accountId, again.deviceId]).toEqual([me.accountId, me.deviceId]);
  expect(await ask(me)).toBe('UNAUTHENTICATED');
  expect((await again.ask('{ devices { name } }')).data.devices).toEqual([{ name: 'Test' }]);
  await again.ask('mutation { signOut }');
  const once = await nobody.signIn(email, { kind: 'BROWSER', deviceIds: [me.deviceId] });
  expect(once.deviceId).toBe(me.deviceId);
  expect(await ask(once)).toBe(me.deviceId);
  expect(await ask(again)).toBe('UNAUTHENTICATED');
});

test("[SAFE1] another account's device, an unknown one and one of another kind get a new one", async () => {
  const stranger = await nobody.signUp(`stranger-${email}`, { kind: 'BROWSER' });
  const program = await nobody.signIn(email, { kind: 'PROGRAM' });
  const deviceIds = [stranger.deviceId, new Writer(now).newId(), program.deviceId, 'x'];
  const device = await nobody.signIn(email, { kind: 'BROWSER', deviceIds });
  expect(deviceIds).not.toContain(device.deviceId);
  expect(device.accountId).toBe(me.accountId);
  expect(await ask(stranger)).toBe(stranger.deviceId);
  expect(await ask(program)).toBe(program.deviceId);
  const wrong = { input: credentials(email, { password: 'wrong horse', deviceIds: [me.deviceId] }) };
  const answer = await nobody.ask('mutation ($input: SignInInput!) { signIn(input: $input) { token } }', wrong);
  expect(codes(answer)).toEqual(['BAD_CREDENTIALS']);
  expect(await ask(me)).toBe(me.deviceId);
});

test('[fault F34] [S12] the device of an account that is gone is told so, and nothing of it is taken', async () => {
  const writer = new Writer(now - 60_000);
  const item = writer.event('createTask', { taskId: writer.newId(), title: 'Buy milk', order: 'a0' });
  for (const table of ['Credential', 'Head', 'Account']) {
    const key = table === 'Account' ? 'id' : 'accountId';
    await database.asOwner(`DELETE FROM "${table}" WHERE "${key}" = '${me.accountId}'`);
  }
  now += 6_000;
  const answer = await replay(me, item);
  expect([answer.status, codes(answer)]).toEqual([401, ['ACCOUNT_GONE']]);
  now += HOUR;
  expect(await refresh(me)).toBe('ACCOUNT_GONE');
  expect(await everyAccount(database).event.count({ where: { accountId: me.accountId } })).toBe(0);
});
