import { everyAccount } from '@cairn/prisma/testing';
import { createClient } from 'graphql-ws';
import { textOf } from '@cairn/text';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { ApiClient } from '../testing/api-client.ts';
import { NOW, replay, REPLAY, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let me: ApiClient;
let writer: Writer;

beforeAll(async () => {
  api = await TestServer.start();
  me = await api.newAccount();
  writer = new Writer(NOW - 60_000);
  // Everything that is made once: parsed documents, prepared statements, compiled code.
  for (let round = 0; round < 20; round += 1) await replay(me, create(`Warm ${round}`));
});
afterAll(() => api?.close());

const create = (title: unknown) => writer.event('createTask', { taskId: writer.newId(), title, order: 'a0' });
const batch = (...items: { mutation: string; input: unknown }[]) =>
  JSON.stringify({ query: REPLAY, variables: { events: items.map(({ mutation, input }) => ({ [mutation]: input })) } });
/** JSON that no program would make: `raw` stands where the title would. */
const withTitle = (raw: string) => batch(create('TITLE')).replace('"TITLE"', raw);
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const keys = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join(',')}}`;

interface Told {
  readonly status: number;
  readonly text: string;
}

async function post(body: string | Uint8Array<ArrayBuffer>): Promise<Told> {
  const response = await fetch(`${me.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${me.token}` },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** So often a measurement may be spoiled, by a collection of garbage or by compiling. */
const ROUNDS = 10;

/**
 * Milliseconds of CPU that a request costs at best, the server's database and the test's own part included; not of the
 * clock, which tells of other programs as well. Measured until it is within `limit`.
 */
async function costOf(limit: number, work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < ROUNDS && best >= limit; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

const MEGABYTE = 1024 * 1024;

const payloads: readonly (readonly [what: string, body: () => string, status: number, says: string])[] = [
  ['10 MB of text', () => withTitle(JSON.stringify('x'.repeat(10 * MEGABYTE))), 413, 'PAYLOAD_TOO_LARGE'],
  ['a million keys', () => withTitle(keys(1_000_000)), 413, 'PAYLOAD_TOO_LARGE'],
  ['15,000 keys', () => withTitle(keys(15_000)), 200, 'VALUE_INVALID'],
  ['300 KB of text', () => withTitle(JSON.stringify('x'.repeat(300_000))), 413, 'PAYLOAD_TOO_LARGE'],
  ['lists 10,000 deep', () => withTitle(nested(10_000)), 200, 'VALUE_INVALID'],
  ['lists 100,000 deep', () => withTitle(nested(100_000)), 200, 'VALUE_INVALID'],
  [
    'objects 10,000 deep where any JSON may stand',
    () =>
      batch(writer.event('revertTask', { taskId: writer.newId(), values: 'VALUES' })).replace(
        '"VALUES"',
        '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000),
      ),
    200,
    'REJECTED',
  ],
  ['half a surrogate pair', () => withTitle(String.raw`"a\ud800b"`), 200, 'VALUE_INVALID'],
  ['a pair the wrong way round', () => withTitle(String.raw`"\udc00\ud800"`), 200, 'VALUE_INVALID'],
  ['NUL', () => withTitle(String.raw`"a\u0000b"`), 200, 'VALUE_INVALID'],
  ['NaN', () => withTitle('NaN'), 400, 'BAD_REQUEST'],
  ['a number beyond all', () => withTitle('1e999'), 200, 'VALUE_INVALID'],
  ['__proto__ as a value', () => withTitle('{"__proto__":{"polluted":true}}'), 200, 'VALUE_INVALID'],
  [
    '__proto__ as a member',
    () => batch(create('x')).replace('"taskId"', '"__proto__":{"polluted":true},"taskId"'),
    200,
    'REJECTED',
  ],
  [
    '__proto__ where any JSON may stand',
    () =>
      batch(writer.event('revertTask', { taskId: writer.newId(), values: 'VALUES' })).replace(
        '"VALUES"',
        '{"__proto__":{"polluted":true}}',
      ),
    200,
    'REJECTED',
  ],
  [
    'a constructor with a prototype',
    () => withTitle('{"constructor":{"prototype":{"polluted":true}}}'),
    200,
    'VALUE_INVALID',
  ],
  ['a key that is given twice', () => batch(create('x')).replace('"title":', '"title":7,"title":'), 200, 'APPLIED'],
  ['an event that is a list', () => `{"query":${JSON.stringify(REPLAY)},"variables":{"events":[[]]}}`, 200, 'REJECTED'],
  ['no events at all', () => `{"query":${JSON.stringify(REPLAY)},"variables":{"events":null}}`, 400, 'BAD_USER_INPUT'],
];

test.each(payloads)('[fault F39] [E1] [SAFE3] %s', async (_what, body, status, says) => {
  const text = body();
  // Reading it as JSON is done in one piece; what is too large is not read.
  const parse = status === 200 ? await costOf(0, async () => JSON.parse(text)) : 0;
  const bytes = new TextEncoder().encode(text);
  let answer: Told | undefined;
  const cost = await costOf(50 + parse, async () => (answer = await post(bytes)));
  expect([answer!.status, answer!.text.slice(0, 2_000)]).toEqual([status, expect.stringContaining(says)]);
  expect(answer!.text).not.toMatch(/RangeError|at \w+ \(|prisma|INTERNAL/);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(cost).toBeLessThan(50 + parse);
  // Nobody else has noticed.
  expect((await replay(me, create('After'))).data.replayEvents).toMatchObject([{ status: 'APPLIED' }]);
});

test('[fault F39] [L1] what is refused for its form is remembered as refused, and changes nothing', async () => {
  const before = await everyAccount(api.database).head.findUniqueOrThrow({ where: { accountId: me.accountId } });
  await post(withTitle(keys(1_000)));
  await post(withTitle(nested(10_000)));
  const after = await everyAccount(api.database).head.findUniqueOrThrow({ where: { accountId: me.accountId } });
  expect(after.position).toBe(before.position);
});

const CHANGES = 'subscription { changes { cursor } }';
const repeat = (text: string, count: number) =>
  Array.from({ length: count }, (_, n) => text.replaceAll('#', String(n))).join(' ');
const deep = (levels: number) => `${'{ changes '.repeat(levels)}{ head }${' }'.repeat(levels)}`;

const introspected = '{ types { fields { type { fields { type { fields { name } } } } } } }';

/** As graphql-cop and its like ask. */
const documents: readonly (readonly [what: string, document: string, code: string])[] = [
  ['101 aliases of one field', `{ ${repeat('a#: me { id }', 101)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['201 aliases of a leaf', `{ me { ${repeat('a#: id', 201)} } }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['a leaf 3,000 times', `{ me { ${repeat('id', 3_000)} } }`, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a fragment 3,000 times',
    `{ ${repeat('...f', 3_000)} } fragment f on Query { me { id } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '51 fragments',
    `{ ${repeat('...f#', 51)} } ${repeat('fragment f# on Query { me { id } }', 51)}`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['60 pages of a thousand', `{ ${repeat('a#: changes(first: 1000) { changes { id } }', 60)} }`, 'COST_TOO_HIGH'],
  ['a page of a thousand million', '{ changes(first: 1000000000) { changes { id } } }', 'COST_TOO_HIGH'],
  ['introspection in a circle', `{ __schema ${introspected} }`, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'introspection fifty times',
    `{ ${repeat('a#: __schema { types { name fields { name type { name } } } }', 50)} }`,
    'COST_TOO_HIGH',
  ],
  [
    'fragments that fold out',
    `{ ...f0 } ${Array.from({ length: 6 }, (_, n) => `fragment f${n} on Query { ${repeat(`a#: changes { ...f${n + 1} }`, 20)} }`).join(' ')} fragment f6 on Query { me { id } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a hundred times the same field', `{ ${repeat('me { id }', 101)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['more tokens than any screen asks with', `{ me { ${repeat('a#: id', 10_000)} } }`, 'GRAPHQL_PARSE_FAILED'],
  ['fields eleven levels deep', deep(11), 'GRAPHQL_VALIDATION_FAILED'],
  ['selections 500 deep', `${'{ changes '.repeat(500)}{ head }${'}'.repeat(500)}`, 'GRAPHQL_VALIDATION_FAILED'],
  ['brackets 9,000 deep', `{ a(b: ${'['.repeat(9_000)}${']'.repeat(9_000)}) }`, 'GRAPHQL_PARSE_FAILED'],
  ['selections 6,000 deep', `${'{ a '.repeat(6_000)}${'}'.repeat(6_000)}`, 'GRAPHQL_PARSE_FAILED'],
  [
    'fragments in a circle',
    '{ ...f } fragment f on Query { ...g } fragment g on Query { ...f }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a directive a thousand times', `{ me ${repeat('@skip(if: false)', 1_000)} { id } }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['directives that there are not', `{ me ${repeat('@a#', 500)} { id } }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['a document that is none', '{{{{', 'GRAPHQL_PARSE_FAILED'],
  ['nothing', '', 'BAD_REQUEST'],
  ['a type alone', 'type Query { a: Int }', 'GRAPHQL_VALIDATION_FAILED'],
];

test.each(documents)('[fault F62] [SAFE3] over HTTP: %s', async (_what, query, code) => {
  let answer: Told | undefined;
  const body = JSON.stringify({ query });
  const cost = await costOf(100, async () => (answer = await post(body)));
  expect(answer!.status).toBe(400);
  const { errors } = JSON.parse(answer!.text) as { errors: { extensions: { code: string } }[] };
  for (const { extensions } of errors) expect(extensions).toEqual({ code });
  expect(answer!.text).not.toMatch(/RangeError|at \w+ \(|node_modules/);
  expect(cost).toBeLessThan(100);
});

test.each(documents)('[fault F62] [SAFE3] over a socket: %s', async (_what, query, code) => {
  const client = createClient({
    url: `${me.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${me.token}` },
  });
  const asked = client.iterate({ query: query.replace(/^\{/, 'subscription {') }).next();
  const refused = await asked.then(
    ({ value }) => value as unknown,
    (error: unknown) => error,
  );
  await client.dispose();
  const text = JSON.stringify(refused);
  // Larger than a message may be, or not even a request: the socket is closed.
  if ((refused as { code?: number }).code !== undefined)
    expect([1009, 4400]).toContain((refused as { code: number }).code);
  else expect(text).toMatch(new RegExp(`${code}|GRAPHQL_(PARSE|VALIDATION)_FAILED|BAD_REQUEST`));
  expect(text).not.toMatch(/RangeError|at \w+ \(|INTERNAL/);
});

test('[fault F62] [SAFE3] [LIM2] requests in a list, over GET from elsewhere, or as a form are refused', async () => {
  const list = await post(JSON.stringify([{ query: '{ me { id } }' }, { query: '{ me { id } }' }]));
  expect([list.status, list.text]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
  const cookie = `cairn_session=${me.token}`;
  const get = await fetch(`${me.address}/graphql?query=${encodeURIComponent('mutation { signOut }')}`, {
    headers: { cookie, 'content-type': 'application/json' },
  });
  expect(get.status).toBe(405);
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
    for (const body of ['query=mutation{signOut}', JSON.stringify({ query: 'mutation { signOut }' })]) {
      const form = await fetch(`${me.address}/graphql`, {
        method: 'POST',
        headers: { cookie, 'content-type': type },
        body,
      });
      expect([type, Math.floor(form.status / 100)]).toEqual([type, 4]);
    }
  }
  expect((await me.ask('{ me { id } }')).status).toBe(200);
});

test('[fault F62] [LIM2] a page of another origin is refused whatever it shows, and is told nothing', async () => {
  const body = JSON.stringify({ query: 'mutation { signOut }' });
  for (const origin of [
    'https://evil.example',
    'null',
    `${me.address}.evil.example`,
    me.address.replace('http', 'https') + '1',
  ]) {
    for (const shown of [{ cookie: `cairn_session=${me.token}` }, { authorization: `Bearer ${me.token}` }]) {
      const headers = { ...shown, origin, 'content-type': 'application/json' };
      const answer = await fetch(`${me.address}/graphql`, { method: 'POST', headers, body });
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('ORIGIN_REFUSED')]);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    const preflight = await fetch(`${me.address}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  }
  expect((await me.ask('{ me { id } }', {}, { origin: me.address })).status).toBe(200);
});

test('[fault F21] [fault F62] [LIM1] a thousand subscriptions close the socket, a thousand sockets are too many', async () => {
  const codes: number[] = [];
  const open = () =>
    createClient({
      url: `${me.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => {},
      connectionParams: { authorization: `Bearer ${me.token}` },
      on: { closed: (event) => codes.push((event as { code: number }).code) },
    });
  const one = open();
  for (let n = 0; n < 1_000; n += 1) one.subscribe({ query: CHANGES }, { next() {}, error() {}, complete() {} });
  const until = async (count: number) => {
    while (codes.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await until(1);
  expect(codes).toEqual([4429]);
  const many = Array.from({ length: 60 }, open);
  await until(11);
  expect(codes).toEqual(Array.from({ length: 11 }, () => 4429));
  for (const client of [one, ...many]) await client.dispose();
  await until(61);
  // Those that have gone count no longer.
  const again = open();
  const asked = new Promise((resolve) =>
    again.subscribe({ query: CHANGES }, { next: resolve, error: resolve, complete() {} }),
  );
  expect(await asked).toMatchObject({ data: { changes: {} } });
  await again.dispose();
});

/** Text typed back to front: each character is an operation of its own. In base64. */
function backToFront(length: number): string {
  const document = new Y.Doc();
  const text = textOf(document);
  document.transact(() => {
    for (let n = 0; n < length; n += 1) text.insert(0, 'x');
  });
  return Buffer.from(Y.encodeStateAsUpdateV2(document)).toString('base64');
}

test('[fault F39] [M9] an update of more operations than typing makes is refused before it costs anything', async () => {
  const update = backToFront(9_000);
  const cost = await costOf(50, async () => {
    const noteId = writer.newId();
    const edit = writer.event('editNote', { noteId, update }, { parentVersion: 1 });
    const { text } = await post(batch(writer.event('createNote', { noteId, title: 'Note' }), edit));
    expect(text).toContain('TEXT_UPDATE_INVALID');
  });
  expect(cost).toBeLessThan(50);
});
