import { auditServer } from 'graphql-http';
import { TestServer } from '../testing/test-server.ts';

let api: TestServer;

beforeAll(async () => void (api = await TestServer.start()));
afterAll(() => api?.close());

/**
 * What the specification would rather have otherwise. GET is refused without a header that a form cannot send, since a
 * page of another site could make one; and a status tells what happened also to who accepts `application/json`, so that a
 * proxy, a log and a client's outbox need not read the body.
 */
const KNOWN: readonly (readonly [status: string, name: string])[] = [
  ['notice', 'MAY accept application/x-www-form-urlencoded formatted GET requests'],
  [
    'notice',
    'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
  ],
  ['notice', 'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json'],
  ['warn', 'SHOULD use 200 status code on document parsing failure when accepting application/json'],
  ['warn', 'SHOULD use 200 status code on document validation failure when accepting application/json'],
  ['warn', 'SHOULD use a status code of 200 on variable coercion failure when accepting application/json'],
];

test('[SAFE3] the audit of GraphQL over HTTP finds no error, and no warning or notice that is not known', async () => {
  const results = await auditServer({ url: `${api.nobody.address}/graphql` });
  const told = results.filter(({ status }) => status !== 'ok');
  expect(told.map(({ status, name }) => [status, name])).toEqual(KNOWN);
  expect(results.length).toBeGreaterThan(50);
});
