import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { end, endsWithThisProcess, freePort, isRunning } from '../child-process.ts';
import { postgresPrograms, postgresUser } from './programs.ts';

const START_WITHIN = 30_000;

/** A PostgreSQL of one's own, durable as in production (fsync), in a temporary folder: it may be killed at any time. */
export class PostgresCluster {
  readonly port: number;
  readonly #programs: string;
  readonly #folder: string;
  readonly #user = postgresUser();
  #postmaster: ChildProcess | undefined;
  #output = '';

  private constructor(programs: string, folder: string, port: number) {
    this.#programs = programs;
    this.#folder = folder;
    this.port = port;
  }

  /** @throws where PostgreSQL's server is not installed */
  static async create(): Promise<PostgresCluster> {
    const programs = postgresPrograms();
    if (!programs) throw new Error('the process ring needs the programs of a PostgreSQL server (initdb)');
    const folder = await mkdtemp(join(tmpdir(), 'cairn-postgres-'));
    const cluster = new PostgresCluster(programs, folder, await freePort());
    const { uid, gid } = cluster.#user;
    if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
    await cluster.run(
      'initdb',
      '-D',
      cluster.#data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    );
    await cluster.start();
    return cluster;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  /** URL of the superuser. */
  url(database = 'postgres', port = this.port): string {
    return `postgres://postgres@127.0.0.1:${port}/${database}`;
  }

  /** Runs one of PostgreSQL's programs as the user that the server runs as. */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(join(this.#programs, program), args, {
      cwd: this.#folder,
      ...this.#user,
    });
    return stdout;
  }

  /** Where a dump may be written. */
  file(name: string): string {
    return join(this.#folder, name);
  }

  /** Resolves when it takes connections, recovered from however it ended. */
  async start(): Promise<void> {
    const deadline = performance.now() + START_WITHIN;
    while (performance.now() < deadline) {
      const postmaster = this.#spawn();
      while (isRunning(postmaster) && performance.now() < deadline) {
        if (await this.#takesConnections()) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      // After kill -9 the postmaster's children need a moment to see that it is gone; until then a new one gives up.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`PostgreSQL did not start:\n${this.#output}`);
  }

  /** What `pg_ctl stop -m immediate` does: every process quits at once, and the next start recovers from the log. */
  async stopImmediately(): Promise<void> {
    if (this.#postmaster) await end(this.#postmaster, 'SIGQUIT');
  }

  /** kill -9 of the postmaster; its children find out for themselves. */
  async kill(): Promise<void> {
    if (this.#postmaster) await end(this.#postmaster, 'SIGKILL');
  }

  async destroy(): Promise<void> {
    await this.stopImmediately();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: this.#folder,
      fsync: 'on',
      max_connections: '60',
      shared_buffers: '32MB',
    };
    const postmaster = spawn(
      join(this.#programs, 'postgres'),
      [
        ...['-D', this.#data, '-p', String(this.port)],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { cwd: this.#folder, stdio: ['ignore', 'pipe', 'pipe'], ...this.#user },
    );
    endsWithThisProcess(postmaster);
    const keep = (data: Buffer) => (this.#output = (this.#output + data.toString()).slice(-20_000));
    postmaster.stdout.on('data', keep);
    postmaster.stderr.on('data', keep);
    this.#postmaster = postmaster;
    return postmaster;
  }

  async #takesConnections(): Promise<boolean> {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      const done = (answer: boolean) => {
        socket.destroy();
        resolve(answer);
      };
      socket.once('connect', () => done(true));
      socket.once('error', () => done(false));
    });
    // It listens before it has recovered: only a session tells.
    return (
      answers &&
      (await this.run('psql', '-X', '-c', 'select 1', this.url()).then(
        () => true,
        () => false,
      ))
    );
  }
}
