import { ApiClient } from '../testing/api-client.ts';
import { keptLog } from '../testing/log-lines.ts';
import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';
import { DeliveryFailure } from './delivery-failure.ts';
import type { Message } from './transport.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEBHOOK = `{ id name url entityTypes createdAt state cursor behind failures nextAttemptAt lastAttemptAt
  lastDeliveredAt lastStatus lastError disabledAt disabledReason previousUntil }`;
const CREATE = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook ${WEBHOOK} } }`;
const ROTATE = `mutation ($input: RotateWebhookSecretInput!) {
  rotateWebhookSecret(input: $input) { secret webhook ${WEBHOOK} } }`;
const MOVE = `mutation ($input: MoveWebhookInput!) { moveWebhook(input: $input) ${WEBHOOK} }`;
const ENABLE = `mutation ($id: ID!) { enableWebhook(id: $id) ${WEBHOOK} }`;
const DISABLE = `mutation ($id: ID!) { disableWebhook(id: $id) ${WEBHOOK} }`;
const DELETE = 'mutation ($id: ID!) { deleteWebhook(id: $id) }';
const TEST = 'mutation ($id: ID!) { testWebhook(id: $id) { isTaken status error milliseconds } }';
const LIST = `{ webhooks ${WEBHOOK} }`;
const CONFIRM = 'mutation ($password: String!) { confirmPassword(password: $password) }';
const URL = 'https://hooks.invalid/cairn?key=canary';

interface Shown {
  readonly id: string;
  readonly [field: string]: unknown;
}

const { log, lines } = keptLog();
let now = NOW;
let api: TestServer;
let me: ApiClient;
let writer: Writer;
let got: Message[] = [];
/** What receivers say from now on. */
let answer: number | Error = 200;

beforeAll(async () => {
  api = await TestServer.start({
    now: () => now,
    log,
    webhookTransport: async (message) => {
      got.push(message);
      if (answer instanceof Error) throw answer;
      return { status: answer, retryAfter: undefined };
    },
  });
});
afterAll(() => api?.close());
beforeEach(async () => {
  now += DAY;
  me = await api.newAccount();
  expect(codes(await me.ask(CONFIRM, { password: 'correct horse' }))).toBeUndefined();
  writer = new Writer(now - MINUTE);
  [got, answer] = [[], 200];
  lines.splice(0);
});

async function create(input: object = {}): Promise<Shown & { readonly secret: string }> {
  const made = await me.ask(CREATE, { input: { name: 'Board', url: URL, ...input } });
  expect(made.errors).toBeUndefined();
  const { secret, webhook } = made.data.createWebhook;
  return { ...webhook, secret };
}
const list = async (): Promise<Shown[]> => (await me.ask(LIST)).data.webhooks;
const append = (count = 1) =>
  replay(
    me,
    ...Array.from({ length: count }, () =>
      writer.event('createTask', { taskId: writer.newId(), title: 'Canary title', order: 'a0' }),
    ),
  );
const positions = () =>
  got.map(({ body }) => JSON.parse(body).data.events.map(({ position }: { position: number }) => position) as number[]);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await condition()); waited += 1) {
    if (waited > 1_000) throw new Error('in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function tokenWith(scopes: readonly string[]): Promise<ApiClient> {
  const document = 'mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret } }';
  const { data } = await me.ask(document, { input: { name: 'Program', scopes } });
  return new ApiClient(me.address, data.createAccessToken.secret, me.accountId);
}

test('[HOOK1] what is appended from then on is sent, and the webhook says how far that has come', async () => {
  await append(2);
  const webhook = await create();
  expect(webhook).toMatchObject({
    name: 'Board',
    url: URL,
    entityTypes: [],
    state: 'ACTIVE',
    behind: 0,
    failures: 0,
    lastDeliveredAt: null,
    lastStatus: null,
  });
  await append(3);
  await until(async () => (await list())[0]!['lastDeliveredAt'] !== null);
  expect(positions()).toEqual([[3, 4, 5]]);
  const [shown] = await list();
  const at = new Date(now).toISOString();
  expect(shown).toMatchObject({ behind: 0, lastStatus: 200, lastError: null, lastAttemptAt: at, lastDeliveredAt: at });
  // The feed goes on from the same place.
  const { data } = await me.ask('query ($after: Cursor) { changes(after: $after) { cursor changes { id } } }', {
    after: shown!['cursor'],
  });
  expect(data.changes).toEqual({ cursor: shown!['cursor'], changes: [] });
  expect(shown!['cursor']).toBe(JSON.parse(got[0]!.body).data.cursor);
});

test('[HOOK1] it begins where it is told to', async () => {
  await append(2);
  const { data } = await me.ask('{ changes(first: 1) { cursor } }');
  await create({ fromBeginning: true });
  await until(() => got.length === 1);
  await create({ after: data.changes.cursor });
  await until(() => got.length === 2);
  expect(positions()).toEqual([[1, 2], [2]]);
  const both = { input: { name: 'Board', url: URL, after: data.changes.cursor, fromBeginning: true } };
  expect(codes(await me.ask(CREATE, both))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await me.ask(CREATE, { input: { name: 'Board', url: URL, after: 'x' } }))).toEqual(['CURSOR_INVALID']);
});

test('[HOOK1] moved, it sends again what it had sent, under other ids, or passes over what it had not', async () => {
  const { id } = await create();
  await append(2);
  await until(() => got.length === 1);
  await me.ask(MOVE, { input: { id, fromBeginning: true } });
  await until(() => got.length === 2);
  expect(positions()).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(got[1]!.headers['webhook-id']).not.toBe(got[0]!.headers['webhook-id']);
  await me.ask(DISABLE, { id });
  await append(3);
  const { data } = await me.ask(MOVE, { input: { id } });
  expect(data.moveWebhook).toMatchObject({ state: 'DISABLED', behind: 0 });
  await me.ask(ENABLE, { id });
  await append();
  await until(() => got.length === 3);
  expect(positions()[2]).toEqual([6]);
});

test('[HOOK3] what fails is shown, tried again in time, and at once when it is enabled', async () => {
  const { id } = await create();
  answer = new DeliveryFailure('TIMEOUT');
  await append();
  await until(async () => (await list())[0]!['state'] === 'RETRYING');
  const nextAttemptAt = (await list())[0]!['nextAttemptAt'] as string;
  expect(Date.parse(nextAttemptAt) - now).toBeGreaterThanOrEqual(4_000);
  expect((await list())[0]).toMatchObject({ behind: 1, failures: 1, lastError: 'TIMEOUT', lastStatus: null });
  answer = 204;
  const { data } = await me.ask(ENABLE, { id });
  expect(data.enableWebhook).toMatchObject({ state: 'ACTIVE', failures: 0, nextAttemptAt: null });
  await until(() => got.length === 2);
  expect(got[1]!.headers['webhook-id']).toBe(got[0]!.headers['webhook-id']);
  answer = 500;
  await append();
  await until(async () => (await list())[0]!['state'] === 'RETRYING');
  answer = 200;
  now += 6_000;
  await until(async () => (await list())[0]!['state'] === 'ACTIVE');
  expect(positions()).toEqual([[1], [1], [2], [2]]);
});

test('[HOOK3] disabled, it is sent nothing, and afterwards everything', async () => {
  const { id } = await create();
  const disabled = (await me.ask(DISABLE, { id })).data.disableWebhook;
  expect(disabled).toMatchObject({ state: 'DISABLED', disabledReason: 'REQUESTED', disabledAt: expect.any(String) });
  await append(2);
  expect((await list())[0]).toMatchObject({ behind: 2 });
  expect(got).toEqual([]);
  expect((await me.ask(ENABLE, { id })).data.enableWebhook).toMatchObject({ state: 'ACTIVE', disabledReason: null });
  await until(() => got.length === 1);
  expect(positions()).toEqual([[1, 2]]);
});

test('[HOOK2] a secret is shown when it is made, and never again', async () => {
  const { id, secret } = await create();
  expect(secret).toMatch(/^whsec_/);
  const rotated = (await me.ask(ROTATE, { input: { id } })).data.rotateWebhookSecret;
  expect(rotated.secret).not.toBe(secret);
  expect(rotated.webhook.previousUntil).toBe(new Date(now + DAY).toISOString());
  await append();
  await until(() => got.length === 1);
  expect(got[0]!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  const { data } = await me.ask('{ securityEvents { nodes { kind subject } } }');
  for (const text of [JSON.stringify(await list()), JSON.stringify(data), JSON.stringify(lines)]) {
    expect(text).not.toContain('whsec_');
    expect(text).not.toContain(secret.slice(6));
  }
  const long = new Date(now + 31 * DAY).toISOString();
  expect(codes(await me.ask(ROTATE, { input: { id, previousUntil: long } }))).toEqual(['BAD_USER_INPUT']);
  const over = await me.ask(ROTATE, { input: { id, previousUntil: new Date(now).toISOString() } });
  expect(over.data.rotateWebhookSecret.webhook.previousUntil).toBeNull();
});

test('[HOOK6] [KEYS1] only a device that gave the password lately makes one, or a secret of one', async () => {
  const { id } = await create();
  const making = [
    (client: ApiClient) => client.ask(CREATE, { input: { name: 'Board', url: URL } }),
    (client: ApiClient) => client.ask(ROTATE, { input: { id } }),
  ];
  const managing = [ENABLE, DISABLE, TEST, DELETE].map((query) => (client: ApiClient) => client.ask(query, { id }));
  const moving = (client: ApiClient) => client.ask(MOVE, { input: { id } });
  const program = await tokenWith(['read', 'subscribe', 'append']);
  for (const ask of [...making, ...managing, moving]) expect(codes(await ask(program))).toEqual(['FORBIDDEN']);
  expect(codes(await program.ask(LIST))).toEqual(['FORBIDDEN']);
  const keeper = await tokenWith(['account']);
  for (const ask of making) expect(codes(await ask(keeper))).toEqual(['FORBIDDEN']);
  now += 10 * MINUTE;
  for (const ask of making) expect(codes(await ask(me))).toEqual(['REAUTHENTICATION_REQUIRED']);
  expect(codes(await keeper.ask(LIST))).toBeUndefined();
  for (const ask of [moving, ...managing]) expect(codes(await ask(keeper))).toBeUndefined();
  expect(await list()).toEqual([]);
});

test('[HOOK4] [HOOK6] what is no webhook is refused with a code, and more than ten are', async () => {
  const refused = async (input: object) =>
    codes(await me.ask(CREATE, { input: { name: 'Board', url: URL, ...input } }));
  expect(await refused({ url: 'http://hooks.invalid/' })).toEqual(['WEBHOOK_URL_REFUSED']);
  expect(await refused({ url: 'https://10.0.0.1/' })).toEqual(['WEBHOOK_URL_REFUSED']);
  expect(await refused({ name: ' ' })).toEqual(['BAD_USER_INPUT']);
  expect(await refused({ name: 'a\u0000' })).toEqual(['BAD_USER_INPUT']);
  expect(await refused({ entityTypes: ['Canary'] })).toEqual(['BAD_USER_INPUT']);
  for (let n = 0; n < 10; n += 1) await create({ entityTypes: ['Task', 'Task', 'Note'] });
  expect(await refused({})).toEqual(['BAD_USER_INPUT']);
  expect((await list()).map(({ entityTypes }) => entityTypes)).toEqual(Array(10).fill(['Task', 'Note']));
});

test('[HOOK6] [SAFE1] another account has none of it: its id is of nothing', async () => {
  const { id } = await create();
  const other = await api.newAccount();
  await other.ask(CONFIRM, { password: 'correct horse' });
  for (const query of [ENABLE, DISABLE, TEST, DELETE])
    expect(codes(await other.ask(query, { id }))).toEqual(['NOT_FOUND']);
  for (const query of [ROTATE, MOVE]) expect(codes(await other.ask(query, { input: { id } }))).toEqual(['NOT_FOUND']);
  for (const query of [ENABLE, TEST]) expect(codes(await me.ask(query, { id: 'x' }))).toEqual(['NOT_FOUND']);
  expect((await other.ask(LIST)).data.webhooks).toEqual([]);
  await append();
  await until(() => got.length === 1);
});

test('[HOOK6] [KEYS3] what happens to one is in the security log', async () => {
  const { id } = await create();
  await me.ask(ROTATE, { input: { id } });
  await me.ask(DISABLE, { id });
  await me.ask(MOVE, { input: { id } });
  await me.ask(ENABLE, { id });
  answer = 410;
  await append();
  await until(async () => (await list())[0]!['disabledReason'] === 'GONE');
  await until(() => lines.some(({ msg }) => msg === 'webhook disabled'));
  await me.ask(DELETE, { id });
  const { data } = await me.ask('{ securityEvents { nodes { kind subject device { name } } } }');
  const told = (data.securityEvents.nodes as { kind: string; subject: string; device: object | null }[])
    .filter(({ kind }) => kind.startsWith('WEBHOOK'))
    .map(({ kind, subject, device }) => [kind, subject, device]);
  const done = ['CREATED', 'ROTATED', 'DISABLED', 'MOVED', 'ENABLED', 'DELETED'];
  const expected = [
    ...done.map((what) => [`WEBHOOK_${what}`, 'Board', { name: 'Test' }]),
    ['WEBHOOK_FAILED', 'Board', null],
  ];
  // Within one millisecond of the test's clock the order is by chance.
  expect(told.map(String).sort()).toEqual(expected.map(String).sort());
  expect(told).toEqual(expect.arrayContaining(expected));
});

test('[HOOK6] [KEYS4] one that is deleted is sent nothing more; an account that is deleted leaves none', async () => {
  const { id } = await create();
  expect((await me.ask(DELETE, { id })).data.deleteWebhook).toBe(true);
  expect(await list()).toEqual([]);
  await append();
  await create();
  const { email } = (await me.ask('{ me { email } }')).data.me;
  const gone = await me.ask('mutation ($email: String!) { deleteAccount(input: { email: $email }) }', { email });
  expect(gone.errors).toBeUndefined();
  expect(await api.database.asOwner(`SELECT 1 FROM "Webhook" WHERE "accountId" = '${me.accountId}'`)).toEqual([]);
  expect(got).toEqual([]);
});

test('[HOOK6] a test is one signed message of its own type, and there are ten a minute', async () => {
  const { id } = await create();
  await me.ask(DISABLE, { id });
  expect((await me.ask(TEST, { id })).data.testWebhook).toMatchObject({ isTaken: true, status: 200, error: null });
  answer = new DeliveryFailure('TLS_FAILED');
  expect((await me.ask(TEST, { id })).data.testWebhook).toMatchObject({
    isTaken: false,
    status: null,
    error: 'TLS_FAILED',
  });
  answer = 302;
  expect((await me.ask(TEST, { id })).data.testWebhook).toMatchObject({ isTaken: false, status: 302 });
  const [first] = got as [Message];
  expect(JSON.parse(first.body)).toEqual({
    type: 'webhook.test',
    timestamp: new Date(now).toISOString(),
    data: { webhookId: id },
  });
  expect(first.headers['webhook-signature']).toMatch(/^v1,\S+$/);
  for (let n = 3; n < 10; n += 1) await me.ask(TEST, { id });
  const over = await me.ask(TEST, { id });
  expect([codes(over), over.headers.get('retry-after')]).toEqual([['RATE_LIMITED'], '6']);
  expect(got).toHaveLength(10);
  expect((await list())[0]).toMatchObject({ failures: 0, lastAttemptAt: null });
});

test('[HOOK6] [SAFE3] an attempt is one line and one count, in a trace, without where it went or what was in it', async () => {
  const counted = async () => {
    const text = await api.server.services.metrics.registry.metrics();
    return (series: string) => Number(new RegExp(`^cairn_${series} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  };
  const before = await counted();
  const { id } = await create();
  answer = 503;
  await append(2);
  await until(() => lines.some(({ msg }) => msg === 'webhook failed'));
  answer = 200;
  now += 6_000;
  await until(() => lines.some(({ msg }) => msg === 'webhook delivered'));
  const [failed, delivered] = lines.filter(({ msg }) => String(msg).startsWith('webhook'));
  const common = { account: me.accountId, webhook: id, events: 2, ms: expect.any(Number) };
  const message = got[0]!.headers['webhook-id'];
  expect(failed).toMatchObject({ ...common, message, attempt: 1, status: 503, error: 'HTTP_STATUS' });
  expect(delivered).toMatchObject({ ...common, message, attempt: 2, status: 200 });
  for (const [n, line] of [failed, delivered].entries()) {
    expect(got[n]!.headers['traceparent']).toBe(`00-${String(line!['trace_id'])}-${String(line!['span_id'])}-01`);
  }
  expect(JSON.stringify(lines)).not.toMatch(/canary|hooks\.invalid/i);
  const after = await counted();
  const more = (series: string) => after(series) - before(series);
  expect(more('webhook_attempts_total{outcome="HTTP_STATUS"}')).toBe(1);
  expect(more('webhook_attempts_total{outcome="delivered"}')).toBe(1);
  expect(more('webhook_events_total')).toBe(2);
  expect(more('webhook_attempt_seconds_count')).toBe(2);
  await until(async () => (await counted())('webhooks_sending') === 0);
  expect((await counted())('webhooks_due')).toBe(0);
});
