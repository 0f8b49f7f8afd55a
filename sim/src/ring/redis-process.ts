import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { end, endsWithThisProcess, freePort } from '../child-process.ts';
import { redisPrograms } from './programs.ts';

/** A Redis of one's own, that keeps nothing. */
export class RedisProcess {
  readonly port: number;
  readonly #program: string;
  #child: ChildProcess | undefined;

  private constructor(program: string, port: number) {
    this.#program = program;
    this.port = port;
  }

  /** Not started yet. @throws where Redis is not installed */
  static async create(): Promise<RedisProcess> {
    const programs = redisPrograms();
    if (!programs) throw new Error('the process ring needs redis-server');
    return new RedisProcess(join(programs, 'redis-server'), await freePort());
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    const child = spawn(
      this.#program,
      ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()],
      { stdio: 'ignore' },
    );
    this.#child = child;
    endsWithThisProcess(child);
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const socket = connect(this.port, '127.0.0.1');
      const answers = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (answers) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('Redis did not start');
  }

  async kill(): Promise<void> {
    if (this.#child) await end(this.#child, 'SIGKILL');
  }
}
