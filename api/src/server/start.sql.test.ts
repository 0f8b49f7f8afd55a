import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../testing/api-client.ts';
import { startServer, type StartedServer } from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-start-'));
const environment = { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' };
let server: StartedServer | undefined;

afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

test('what a server took is there when it is started again on its folder', async () => {
  server = await startServer(environment);
  const me = await new ApiClient(server.address).signUp('me@example.org');
  await server.close();
  server = await startServer(environment);
  const again = new ApiClient(server.address, me.token);
  expect((await again.ask('{ me { email } }')).data.me).toEqual({ email: 'me@example.org' });
});

test('a server that cannot start gives its folder back', async () => {
  await server?.close();
  await expect(startServer({ ...environment, WEB_DIR: join(folder, 'nowhere') })).rejects.toThrow('index.html');
  await expect(startServer({ ...environment, TRUSTED_DOCUMENTS: join(folder, 'nowhere') })).rejects.toThrow('nowhere');
  await expect(startServer({ ...environment, TRUSTED_DOCUMENTS_ONLY: '1' })).rejects.toThrow('TRUSTED_DOCUMENTS');
  server = await startServer(environment);
  expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
});
