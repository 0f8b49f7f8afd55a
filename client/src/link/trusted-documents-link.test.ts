import { ApolloClient, ApolloLink, InMemoryCache, gql } from '@apollo/client';
import { HttpLink } from '@apollo/client/link/http';
import { registry } from '@cairn/domain';
import type { DocumentNode } from 'graphql';
import { createDocuments } from './documents.ts';
import { trustedDocumentsLink } from './trusted-documents-link.ts';

const HASH = 'a'.repeat(64);
const named: DocumentNode = Object.assign(gql('query Named { me { id } }'), { __meta__: { hash: `sha256:${HASH}` } });
const unnamed = gql('query Unnamed { me { id } }');

interface Body {
  readonly query?: string;
  readonly extensions?: { readonly persistedQuery: object };
}

/** An Apollo client before a server that answers as `answer` says, and what came to that server. */
function rig(answer: (body: Body) => Response) {
  const bodies: Body[] = [];
  const http = new HttpLink({
    uri: 'http://server.test/graphql',
    fetch: async (_url, init) => {
      const body = JSON.parse(init!.body as string) as Body;
      bodies.push(body);
      return answer(body);
    },
  });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([trustedDocumentsLink(), http]),
  });
  const ask = (query: DocumentNode) => client.query({ query, fetchPolicy: 'no-cache' });
  return { bodies, ask };
}

const json = (body: object, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
const good = () => json({ data: { me: { __typename: 'Account', id: '1' } } });
const bad = (code: string) => ({ errors: [{ message: 'no', extensions: { code } }] });

test('a document that has a hash goes as it, also after Apollo has changed it, and others go as text', async () => {
  const { bodies, ask } = rig(good);
  await ask(named);
  await ask(unnamed);
  expect(bodies[0]).not.toHaveProperty('query');
  expect(bodies[0]!.extensions).toMatchObject({ persistedQuery: { version: 1, sha256Hash: HASH } });
  expect(bodies[1]!.query).toContain('query Unnamed');
  expect(bodies[1]).not.toHaveProperty('extensions.persistedQuery');
});

test.each(['application/json', 'application/graphql-response+json'])(
  'a server that does not know a hash gets the text, and texts alone from then on (%s)',
  async (type) => {
    const { bodies, ask } = rig(({ query }) => (query ? good() : json(bad('PERSISTED_QUERY_NOT_FOUND'), 404, type)));
    expect((await ask(named)).data).toMatchObject({ me: { id: '1' } });
    expect((await ask(named)).data).toMatchObject({ me: { id: '1' } });
    expect(bodies.map(({ query }) => query !== undefined)).toEqual([false, true, true]);
    expect(bodies[1]).not.toHaveProperty('extensions.persistedQuery');
  },
);

test('any other failure is what it was, and is not asked again', async () => {
  const { bodies, ask } = rig(() => json(bad('FORBIDDEN'), 403));
  await expect(ask(named)).rejects.toThrow();
  expect(bodies).toHaveLength(1);
});

test('[O1] what an outbox is sent with has no hash: no list of documents stands in its way', () => {
  for (const document of Object.values(createDocuments(registry))) expect(document).not.toHaveProperty('__meta__');
});
