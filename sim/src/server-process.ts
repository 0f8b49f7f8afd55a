import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, endsWithThisProcess, freePort, isRunning } from './child-process.ts';

/** As the image has it, like the command. */
export const NODE_OPTIONS = '--max-semi-space-size=32';
export const COMMAND = ['node', '--enable-source-maps', 'api/out/main.mjs'];

export interface ServerProcessOptions {
  /** Instead of an embedded database in a folder of its own. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** Default: the web app as built. Empty for the API alone. */
  readonly webDir?: string;
  /** Settings beside these; see api/src/server/start.ts. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The real server in a process of its own, as `npm run build` has made it. */
export class ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly #dataDir: string;
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, options: ServerProcessOptions) {
    this.port = port;
    this.#dataDir = dataDir;
    this.#options = options;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), await mkdtemp(join(tmpdir(), 'cairn-server-')), options);
    await server.start();
    return server;
  }

  /** Resolves when it is ready. @throws when it ended, or is not ready after two minutes */
  async start(): Promise<void> {
    const { databaseUrl = '', redisUrl = '', webDir = 'web/out', env } = this.#options;
    const child = spawn(process.execPath, COMMAND.slice(1), {
      env: {
        ...process.env,
        NODE_OPTIONS,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        PORT: String(this.port),
        HOST: '127.0.0.1',
        DATA_DIR: this.#dataDir,
        WEB_DIR: webDir,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    endsWithThisProcess(child);
    const keep = (data: Buffer) => (this.#output += data.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    for (let attempt = 0; attempt < 1_200 && isRunning(child); attempt += 1) {
      if (await this.isReady()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server did not start:\n${this.#output}`);
  }

  /** Whether it answers, and its database as well. */
  isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** False when nothing runs; a stopped process (SIGSTOP) counts as running. */
  get isRunning(): boolean {
    return this.#child !== undefined && isRunning(this.#child);
  }

  /** @throws when nothing runs */
  get pid(): number {
    if (!this.#child?.pid) throw new Error('the server has not been started');
    return this.#child.pid;
  }

  /** All that it has said so far, over its restarts. */
  get output(): string {
    return this.#output;
  }

  /** SIGSTOP; its sockets stay open and silent. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** SIGCONT */
  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Resolves when the process is gone. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.#child) await end(this.#child, signal);
  }

  async stop(): Promise<void> {
    await this.kill('SIGTERM');
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
