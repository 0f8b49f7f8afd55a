import type { ApiClient } from '../testing/api-client.ts';
import { codes, TestServer } from '../testing/test-server.ts';

let api: TestServer;
let me: ApiClient;

beforeAll(async () => {
  api = await TestServer.start();
  me = await api.newAccount();
});
afterAll(() => api?.close());

test('[fault F62] [SAFE3] what goes wrong inside is told by code alone', async () => {
  await api.database.asOwner('REVOKE SELECT ON "Credential" FROM cairn_app');
  const answer = await me.ask('{ me { email } }');
  await api.database.asOwner('GRANT SELECT ON "Credential" TO cairn_app');
  expect([answer.status, codes(answer)]).toEqual([500, ['INTERNAL']]);
  expect(JSON.stringify(answer.errors)).not.toMatch(/Credential|permission|prisma/i);
});

test('[fault F62] [SAFE3] requests that are none are refused by code', async () => {
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

test('[fault F62] [SAFE3] answers with data are not kept; a cross-site GET is refused', async () => {
  const answer = await me.ask('{ me { id } }');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const get = await fetch(`${api.nobody.address}/graphql?query={me{id}}`, {
    headers: { authorization: `Bearer ${me.token}` },
  });
  expect([get.status, await get.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
});

test('health and readiness', async () => {
  expect((await fetch(`${api.nobody.address}/healthz`)).status).toBe(200);
  expect((await fetch(`${api.nobody.address}/readyz`)).status).toBe(200);
  await api.database.asOwner('REVOKE SELECT ON "Log" FROM cairn_app');
  expect((await fetch(`${api.nobody.address}/readyz`)).status).toBe(503);
  await api.database.asOwner('GRANT SELECT ON "Log" TO cairn_app');
  expect((await fetch(`${api.nobody.address}/elsewhere`)).status).toBe(404);
});
