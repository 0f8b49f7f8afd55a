import { createClient } from 'graphql-sse';
import type { ApiClient } from '../testing/api-client.ts';
import { replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

const CHANGES = 'subscription ($after: Cursor) { changes(after: $after) { changes { ... on Task { title } } cursor } }';

let api: TestServer;
let me: ApiClient;
let writer: Writer;
let now = Date.parse('2026-11-20T09:00:00.000Z');

beforeAll(async () => {
  api = await TestServer.start({ now: () => now, recheckEvery: 50, pingEvery: 30, limits: { socketsPerSession: 3 } });
  me = await api.newAccount('me@example.org');
  writer = new Writer(now - 60_000);
});
afterAll(() => api?.close());

const clientOf = ({ token }: ApiClient) =>
  createClient({
    url: `${me.address}/graphql/stream`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${token}` },
  });
const add = (title: string) => replay(me, writer.event('createTask', { taskId: writer.newId(), title, order: 'a0' }));
const post = (body: object | string, headers: Record<string, string> = {}) =>
  fetch(`${me.address}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${me.token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const settled = async (count: number) => {
  while (api.server.services.feed.subscriberCount !== count) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('[F1] [F2] an event stream gives the pages of the feed, resumes from a cursor, and leaves nothing behind', async () => {
  const client = clientOf(me);
  const pages = client.iterate<{ changes: { cursor: string; changes: { title: string }[] } }>({ query: CHANGES });
  await pages.next();
  await add('One');
  const { value } = await pages.next();
  expect(value.data.changes.changes).toEqual([{ title: 'One' }]);
  await pages.return!();
  await settled(0);
  await add('Two');
  const again = client.iterate({ query: CHANGES, variables: { after: value.data.changes.cursor } });
  expect((await again.next()).value).toMatchObject({ data: { changes: { changes: [{ title: 'Two' }] } } });
  // What has nothing to say says that it is there.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await add('Three');
  expect((await again.next()).value).toMatchObject({ data: { changes: { changes: [{ title: 'Three' }] } } });
  client.dispose();
  await settled(0);
});

test('[F1] a browser asks for it by address, with its cookie', async () => {
  const parameters = new URLSearchParams({ query: CHANGES, variables: '{"after":null}' });
  const response = await fetch(`${me.address}/graphql/stream?${parameters.toString()}`, {
    headers: { accept: 'text/event-stream', cookie: `cairn_session=${me.token}` },
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const reader = response.body!.getReader();
  let text = '';
  while (!text.includes('"cursor"')) text += new TextDecoder().decode((await reader.read()).value);
  expect(text).toContain('event: next\ndata: {"data":{"changes":');
  await reader.cancel();
  await settled(0);
});

test('[fault F62] [SAFE2] [SAFE3] [LIM1] [LIM2] streams are refused for the reasons, and with the codes, of all requests', async () => {
  const deep = `subscription { changes ${'{ changes '.repeat(11)}{ id }${' }'.repeat(11)} }`;
  const cases: readonly (readonly [
    what: object | string,
    status: number,
    code: string,
    headers?: Record<string, string>,
  ])[] = [
    [{ query: 'mutation { signOut }' }, 400, 'BAD_REQUEST'],
    [{ query: '{ me { id } }' }, 400, 'BAD_REQUEST'],
    [{}, 400, 'BAD_REQUEST'],
    ['[]', 400, 'BAD_REQUEST'],
    ['{', 400, 'BAD_REQUEST'],
    [{ query: CHANGES, variables: 'no' }, 400, 'BAD_REQUEST'],
    [{ query: '{{{' }, 400, 'GRAPHQL_PARSE_FAILED'],
    [{ query: 'subscription { nothing }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [{ query: deep }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [{ query: CHANGES, variables: { after: 'nonsense' } }, 400, 'CURSOR_INVALID'],
    [{ query: CHANGES, padding: 'x'.repeat(300_000) }, 413, 'PAYLOAD_TOO_LARGE'],
    [{ query: CHANGES }, 401, 'UNAUTHENTICATED', { authorization: 'Bearer nonsense' }],
    [{ query: CHANGES }, 403, 'ORIGIN_REFUSED', { origin: 'https://evil.example' }],
    [
      'query=subscription{changes{cursor}}',
      415,
      'BAD_REQUEST',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
  ];
  for (const [body, status, code, headers] of cases) {
    const answer = await post(body, headers);
    const { errors } = (await answer.json()) as { errors: { extensions: object }[] };
    expect([answer.status, errors[0]!.extensions]).toEqual([status, { code }]);
  }
  await settled(0);
});

test('[fault F21] [fault F33] [SAFE2] [LIM1] a session has so many streams, and loses them when it ends', async () => {
  const phone = await me.signIn('me@example.org');
  const client = clientOf(phone);
  const open = Array.from({ length: 3 }, () => client.iterate({ query: CHANGES }));
  for (const pages of open) await pages.next();
  const fourth = await post({ query: CHANGES }, { authorization: `Bearer ${phone.token}` });
  expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([429, '10']);
  const ended = Promise.allSettled(open.map((pages) => pages.next()));
  await me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: phone.deviceId });
  await ended;
  await settled(0);
  now += 6_000;
  const after = await post({ query: CHANGES }, { authorization: `Bearer ${phone.token}` });
  expect(after.status).toBe(401);
  client.dispose();
});
