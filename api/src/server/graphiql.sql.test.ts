import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedDatabase, type TestDatabase } from '../testing/databases.ts';
import { createServer, type CairnServer } from './server.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const folder = mkdtempSync(join(tmpdir(), 'cairn-graphiql-'));
let database: TestDatabase;
let server: CairnServer;
let address: string;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="/graphql/page/page.js"></script>',
  );
  writeFileSync(join(folder, 'page.js'), 'export {}');
  database = await embeddedDatabase();
  server = await createServer({ prisma: database.prisma, graphiqlDir: folder });
  address = await server.listen({ port: 0 });
});
afterAll(async () => {
  await server?.close();
  await database?.close();
  rmSync(folder, { recursive: true });
});

const open = (path: string, accept: string, init: RequestInit = {}) =>
  fetch(address + path, { ...init, headers: { accept, 'content-type': 'application/json', ...init.headers } });

test('a browser that opens the API gets a page whose own scripts alone run', async () => {
  const response = await open('/graphql', BROWSER);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('vary')).toMatch(/accept/i);
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain(`connect-src 'self' ${address.replace('http', 'ws')}`);
  const script = await open('/graphql/page/page.js', '*/*');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await open('/graphql/page/gone.js', '*/*')).status).toBe(404);
  expect((await open('/graphql/page/..%2f..%2fetc/passwd', '*/*')).status).toBe(403);
});

test('whoever asks for no page is answered as before, in JSON that nobody keeps', async () => {
  for (const accept of ['application/json', '*/*', 'application/graphql-response+json']) {
    const response = await open('/graphql?query=%7B__typename%7D', accept);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  const posted = await open('/graphql', BROWSER, { method: 'POST', body: '{"query":"{__typename}"}' });
  expect(await posted.json()).toEqual({ data: { __typename: 'Query' } });
});

test('without the page a browser is told what it was told before, and a folder without it starts no server', async () => {
  const bare = await createServer({ prisma: database.prisma });
  const response = await fetch(`${await bare.listen({ port: 0 })}/graphql`, { headers: { accept: BROWSER } });
  expect(response.status).toBe(400);
  expect(await response.text()).not.toContain('<script');
  await bare.close();
  await expect(createServer({ prisma: database.prisma, graphiqlDir: join(folder, 'gone') })).rejects.toThrow('index');
});
