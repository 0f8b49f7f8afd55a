import { createHash } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { TrustedDocuments } from '../limits/trusted-documents.ts';
import type { ApiClient } from '../testing/api-client.ts';
import { codes, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

const ME = 'query Me {\n  me {\n    email\n    __typename\n  }\n}';
const CHANGES = 'subscription Changes { changes { head } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const texts = new Map([ME, CHANGES].map((text) => [hashOf(text), text]));

let open: TestServer;
let closed: TestServer;
let me: ApiClient;
let mine: ApiClient;

beforeAll(async () => {
  open = await TestServer.start({ trustedDocuments: new TrustedDocuments(texts, false) });
  me = await open.newAccount();
  closed = await TestServer.start({
    trustedDocuments: new TrustedDocuments(
      new Map([
        ...texts,
        ['signUp', 'mutation ($input: SignUpInput!) { signUp(input: $input) { accountId deviceId email token } }'],
      ]),
      true,
    ),
    graphiqlDir: 'not/looked/for',
  });
  mine = await closed.newAccount();
});
afterAll(async () => {
  await open?.close();
  await closed?.close();
});

const byHash = (client: ApiClient, hash: unknown, more: object = {}) =>
  client.post(JSON.stringify({ ...more, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }));

test('[SAFE3] a hash stands for its document, an unknown one is told, and the text is always good', async () => {
  expect((await byHash(me, hashOf(ME))).data).toEqual({ me: { email: expect.any(String), __typename: 'Account' } });
  const unknown = await byHash(me, hashOf('another release'));
  expect(unknown.status).toBe(404);
  expect(codes(unknown)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  for (const hash of [7, null, { toString: 'x' }, '__proto__', 'constructor']) {
    expect((await byHash(me, hash)).data).toBeFalsy();
  }
  // What other clients do after that: the text, and the hash to remember it by. It is not remembered.
  const text = '{ me { id } }';
  expect((await byHash(me, hashOf(text), { query: text })).data).toHaveProperty('me.id');
  expect(codes(await byHash(me, hashOf(text)))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
});

test('a hash is no way round what a document may ask for', async () => {
  const greedy = `{ ${Array.from({ length: 201 }, (_, index) => `a${index}: __typename`).join(' ')} }`;
  const server = await TestServer.start({
    trustedDocuments: new TrustedDocuments(new Map([['greedy', greedy]]), false),
  });
  expect(codes(await byHash(server.nobody, 'greedy'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  await server.close();
});

test('[SAFE3] alone, they are run however they are laid out, and nothing else is on any transport', async () => {
  expect((await byHash(mine, hashOf(ME))).data).toHaveProperty('me.email');
  expect((await mine.ask('query Me { me { email } }')).data).toHaveProperty('me.email');
  for (const query of ['{ me { email } }', 'query Me { me { email id } }', '{ __schema { types { name } } }']) {
    const refused = await mine.ask(query);
    expect(refused.status).toBe(403);
    expect(codes(refused)).toEqual(['DOCUMENT_NOT_TRUSTED']);
  }

  const headers = { authorization: `Bearer ${mine.token}`, 'content-type': 'application/json' };
  const streamed = await fetch(`${mine.address}/graphql/stream`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: 'subscription { changes { cursor } }' }),
  });
  expect(await streamed.text()).toContain('DOCUMENT_NOT_TRUSTED');

  const client = createClient({
    url: `${mine.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: headers.authorization },
    retryAttempts: 0,
  });
  const first = async (query: string) => {
    for await (const result of client.iterate({ query })) return result;
    return undefined;
  };
  await expect(first('subscription { changes { cursor } }')).rejects.toMatchObject([
    { extensions: { code: 'DOCUMENT_NOT_TRUSTED' } },
  ]);
  expect(await first(CHANGES)).toHaveProperty('data.changes.head');
  await client.dispose();

  const page = await fetch(`${mine.address}/graphql`, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-type')).not.toContain('text/html');
});

test('[O1] alone, they still let in what an older release has queued, and its session goes on', async () => {
  const writer = new Writer(Date.parse('2026-11-20T08:00:00.000Z'));
  const { data } = await replay(
    mine,
    writer.event('createTask', { taskId: writer.newId(), title: 'From before', order: 'a0' }),
  );
  expect(data.replayEvents[0]).toMatchObject({ status: 'APPLIED' });
  expect((await mine.ask('mutation { refreshSession { token } }')).data).toHaveProperty('refreshSession.token');
  for (const trick of [
    'mutation { refreshSession { token } signOut }',
    'mutation { refreshSession { token } ...more } fragment more on Mutation { signOut }',
    'mutation a { refreshSession { token } } query b { me { email } }',
  ]) {
    expect(codes(await mine.post(JSON.stringify({ query: trick, operationName: 'a' })))).toEqual([
      'DOCUMENT_NOT_TRUSTED',
    ]);
  }
});
