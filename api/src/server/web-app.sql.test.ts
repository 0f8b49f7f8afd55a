import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedDatabase, type TestDatabase } from '../testing/databases.ts';
import { createServer, type CairnServer } from './server.ts';

const INLINE = 'document.title = "Cairn"';
const folder = mkdtempSync(join(tmpdir(), 'cairn-web-'));
let database: TestDatabase;
let server: CairnServer;
let address: string;

beforeAll(async () => {
  mkdirSync(join(folder, '_next/static'), { recursive: true });
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><script>${INLINE}</script><script src="/_next/static/a.js"></script><p>${'shell '.repeat(1000)}`,
  );
  writeFileSync(join(folder, '_next/static/a.js'), 'export {}');
  writeFileSync(join(folder, 'sw.js'), 'self');
  database = await embeddedDatabase();
  server = await createServer({ prisma: database.prisma, webDir: folder });
  address = await server.listen({ port: 0 });
});
afterAll(async () => {
  await server?.close();
  await database?.close();
  rmSync(folder, { recursive: true });
});

test('any path that is no file opens the one page, compressed, with a policy of its own scripts alone', async () => {
  for (const path of ['/', '/lists/01900000-0000-7000-8000-000000000001', '/settings?tab=devices']) {
    const response = await fetch(address + path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('shell');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-encoding')).toMatch(/br|gzip/);
    expect(response.headers.get('vary')).toContain('accept-encoding');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(INLINE).digest('base64')}';`);
    expect(policy).toContain(`connect-src 'self' ${address.replace('http', 'ws')}`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('hashed files are kept for ever, the worker never, and a missing chunk is missing', async () => {
  const header = async (path: string) => (await fetch(address + path)).headers.get('cache-control');
  expect(await header('/_next/static/a.js')).toBe('public, max-age=31536000, immutable');
  expect(await header('/sw.js')).toBe('no-cache');
  expect((await fetch(`${address}/_next/static/gone.js`)).status).toBe(404);
  expect((await fetch(`${address}/lists`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${address}/..%2f..%2fetc/passwd`)).status).not.toBe(500);
});

test('a server does not start on a folder without the page', async () => {
  await expect(createServer({ prisma: database.prisma, webDir: join(folder, '_next') })).rejects.toThrow('index.html');
});
