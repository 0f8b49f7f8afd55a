import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The real server in a process of its own, on an embedded database in a folder of its own. */
export class ServerProcess {
  readonly url: string;
  readonly #port: number;
  readonly #dataDir: string;
  readonly #databaseUrl: string;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, databaseUrl: string) {
    this.#port = port;
    this.#dataDir = dataDir;
    this.#databaseUrl = databaseUrl;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** @param databaseUrl instead of the embedded database */
  static async start(databaseUrl = ''): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), await mkdtemp(join(tmpdir(), 'cairn-server-')), databaseUrl);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#child = spawn(process.execPath, ['--import', 'tsx', 'api/src/main.ts'], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_ENV: 'production',
        DATABASE_URL: this.#databaseUrl,
        REDIS_URL: '',
        PORT: String(this.#port),
        HOST: '127.0.0.1',
        DATA_DIR: this.#dataDir,
        WEB_DIR: 'web/out',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A test that dies must not leave its server behind.
    const child = this.#child;
    process.once('exit', () => child.kill('SIGKILL'));
    const keep = (data: Buffer) => (this.#output += data.toString());
    this.#child.stdout!.on('data', keep);
    this.#child.stderr!.on('data', keep);
    for (let attempt = 0; attempt < 300; attempt += 1) {
      if (this.#child.exitCode !== null) break;
      if (
        await fetch(`${this.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server did not start:\n${this.#output}`);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill('SIGTERM');
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
