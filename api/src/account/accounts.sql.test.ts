import type { AppendItem } from '../append/append-item.ts';
import { ApiClient, credentials } from '../testing/api-client.ts';
import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let me: ApiClient;
let email: string;
let writer: Writer;

beforeAll(async () => {
  api = await TestServer.start();
});
afterAll(() => api?.close());
beforeEach(async () => {
  email = api.newEmail();
  me = await api.newAccount(email);
  writer = new Writer(NOW - 60_000);
});

const createTask = (title = 'Buy milk', taskId = writer.newId()) =>
  writer.event('createTask', { taskId, title, order: 'a0' });
const taskIdOf = (item: AppendItem) => (item.input as { taskId: string }).taskId;

test('[SAFE1] a browser signs in with a cookie that its scripts cannot read, and signs out', async () => {
  const input = credentials(api.newEmail());
  const answer = await api.nobody.ask('mutation ($input: SignUpInput!) { signUp(input: $input) { accountId } }', {
    input,
  });
  const cookie = answer.headers.get('set-cookie')!;
  expect(cookie).toMatch(/^cairn_session=[^;]+; .*HttpOnly; SameSite=Lax$/);
  const headers = { cookie: cookie.split(';')[0]! };
  const { data } = await api.nobody.ask('{ me { id email device { name kind isCurrent } } }', {}, headers);
  expect(data.me).toMatchObject({ id: answer.data.signUp.accountId, device: { kind: 'BROWSER', isCurrent: true } });
  const out = await api.nobody.ask('mutation { signOut }', {}, headers);
  expect(out.headers.get('set-cookie')).toMatch(/^cairn_session=; Max-Age=0/);
  const after = await api.nobody.ask('{ me { id } }', {}, headers);
  expect([after.status, codes(after)]).toEqual([401, ['SESSION_REVOKED']]);
});

test('[SAFE3] an unknown e-mail and a wrong password get the same answer', async () => {
  const signIn = (input: object) =>
    api.nobody.ask('mutation ($input: SignInInput!) { signIn(input: $input) { token } }', { input });
  const wrong = await signIn(credentials(email, { password: 'wrong horse' }));
  const unknown = await signIn(credentials('nobody@example.org'));
  expect(codes(wrong)).toEqual(['BAD_CREDENTIALS']);
  expect(unknown.errors).toEqual(wrong.errors);
  expect(codes(await signIn(credentials('nul\u0000@example.org')))).toEqual(['BAD_CREDENTIALS']);
  expect((await signIn(credentials(` ${email.toUpperCase()} `))).data.signIn.token).toEqual(expect.any(String));
});

test('[SAFE3] a taken e-mail, a short password and a bad name are refused by code', async () => {
  const signUp = async (input: object) =>
    codes(await api.nobody.ask('mutation ($input: SignUpInput!) { signUp(input: $input) { token } }', { input }));
  expect(await signUp(credentials(email.toUpperCase()))).toEqual(['EMAIL_TAKEN']);
  expect(await signUp(credentials('new@example.org', { password: 'short' }))).toEqual(['BAD_USER_INPUT']);
  expect(await signUp(credentials('not an address'))).toEqual(['BAD_USER_INPUT']);
  expect(await signUp(credentials('new@example.org', { deviceName: ' ' }))).toEqual(['BAD_USER_INPUT']);
});

test('[SAFE2] a device that another one signs out is refused at once', async () => {
  const phone = await api.nobody.signIn(email, { deviceName: 'Phone', kind: 'PROGRAM' });
  expect((await phone.ask('{ devices { id } }')).data.devices).toHaveLength(2);
  const signOut = (id: string) => me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id });
  expect((await signOut(phone.deviceId)).data).toEqual({ signOutDevice: true });
  expect(codes(await replay(phone, createTask()))).toEqual(['SESSION_REVOKED']);
  expect(codes(await signOut(phone.deviceId))).toEqual(['NOT_FOUND']);
  expect((await me.ask('{ devices { name isCurrent } }')).data.devices).toEqual([{ name: 'Test', isCurrent: true }]);
});

test('[SAFE1] a token of another secret, device or account is no session', async () => {
  const [account, device, secret] = me.token!.split('.') as [string, string, string];
  const other = await api.newAccount();
  const forged = [
    `${account}.${device}.${secret.replace(/.$/, secret.endsWith('A') ? 'B' : 'A')}`,
    `${other.accountId}.${device}.${secret}`,
    `${account}.${other.deviceId}.${secret}`,
    'x',
  ];
  for (const token of forged) {
    const answer = await new ApiClient(api.nobody.address, token).ask('{ me { id } }');
    expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
  }
});

test("[SAFE1] what is another account's gets the very answer of what does not exist", async () => {
  const other = await api.newAccount();
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
