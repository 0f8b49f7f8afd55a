import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import { inPackage } from './in-package.ts';
import { accountPool } from './account-pool.ts';
import { lockFolder } from './folder-lock.ts';

/** PostgreSQL inside this process: one session at a time, spoken to by the ordinary `pg` client. */
export interface Embedded {
  /** A pool of one connection. A second pool waits until the first has ended. `session` runs on each new connection. */
  pool(session: readonly string[]): pg.Pool;
  /** Ends PostgreSQL cleanly and gives the folder back. End the pools first. */
  close(): Promise<void>;
}

/** Starts PGlite on `folder`, or in memory without one. Throws DatabaseLockedError when a process has the folder. */
export async function startEmbedded(folder: string | undefined): Promise<Embedded> {
  if (folder === undefined) return embedded(await startBackend('memory://', true));
  const lock = lockFolder(folder);
  try {
    const data = join(folder, 'pgdata');
    const unfinished = join(folder, 'pgdata.unfinished');
    // A first start that was killed half-way left half a cluster, and this file: it is begun anew.
    if (existsSync(unfinished)) rmSync(data, { recursive: true, force: true });
    if (!existsSync(data)) {
      writeFileSync(unfinished, '');
      // A thread of its own: making a cluster takes half a gigabyte, which comes back only with the end of the thread.
      await (await startBackend(data, true)).close();
    }
    rmSync(unfinished, { force: true });
    return embedded(await startBackend(data, false), lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function embedded(backend: Backend, release = () => {}): Embedded {
  return {
    pool(session) {
      const config = {
        stream: () => new BackendSocket(backend),
        ssl: false,
        user: 'postgres',
        database: 'postgres',
        max: 1,
        idleTimeoutMillis: 0,
      };
      // The backend is one process for all connections: what the last one left behind is cleared first.
      return accountPool(config as pg.PoolConfig, ['ROLLBACK', 'DISCARD ALL', ...session]);
    },
    async close() {
      await backend.close();
      release();
    },
  };
}

class Backend {
  /** Why the thread ended, when it did. */
  ended: Error | undefined;
  readonly sockets = new Set<BackendSocket>();
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly worker: Worker) {
    worker.on('error', (error) => this.end(error));
    worker.on('exit', () => this.end(new Error('the embedded database has stopped')));
  }

  /** Resolves when the session before has ended, with the function that ends this one. */
  async turn(): Promise<() => void> {
    const before = this.last;
    let done = () => {};
    this.last = new Promise((resolve) => (done = resolve));
    await before;
    if (this.ended) throw this.ended;
    return done;
  }

  /** Sends bytes of the protocol and resolves with the answer; one call at a time. The process stays up meanwhile only. */
  exchange(bytes: Uint8Array): Promise<Uint8Array> {
    if (this.ended) return Promise.reject(this.ended);
    this.worker.ref();
    return new Promise((resolve) => {
      this.worker.once('message', (answer: Uint8Array) => {
        this.worker.unref();
        resolve(answer);
      });
      this.worker.postMessage(bytes);
    });
  }

  async close(): Promise<void> {
    await this.last;
    if (this.ended) return;
    this.worker.ref();
    this.worker.postMessage('close');
    await once(this.worker, 'exit');
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const socket of this.sockets) socket.destroy(this.ended);
  }
}

const packageFolder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));

let compiled: Promise<WebAssembly.Module> | undefined;

async function startBackend(dataDir: string, fresh: boolean): Promise<Backend> {
  const wasm = await (compiled ??= WebAssembly.compile(readFileSync(join(packageFolder, 'pglite.wasm'))));
  const worker = new Worker(inPackage('src/embedded-worker.mjs'), {
    workerData: { dataDir, fresh, template: templatePath(), wasm },
    execArgv: [],
  });
  await once(worker, 'message');
  worker.unref();
  return new Backend(worker);
}

function templatePath(): string {
  const manifest = join(packageFolder, '../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return fileURLToPath(inPackage(`../node_modules/.cache/cairn/pglite-${version}.tar`));
}

const terminate = 'X'.charCodeAt(0);

/** What `pg` takes for its socket. */
class BackendSocket extends Duplex {
  private leave = () => {};

  constructor(private readonly backend: Backend) {
    super();
  }

  connect(): this {
    this.backend.turn().then(
      (done) => {
        if (this.destroyed) return done();
        this.leave = done;
        this.backend.sockets.add(this);
        this.emit('connect');
      },
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.send(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  private send(bytes: Buffer, done: (error?: Error | null) => void): void {
    // Terminate ends the session, not the backend, which serves the next one.
    if (bytes[0] === terminate) return done();
    this.backend.exchange(bytes).then((answer) => {
      if (answer.length > 0) this.push(answer);
      done();
    }, done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.backend.sockets.delete(this);
    this.leave();
    done(error);
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
