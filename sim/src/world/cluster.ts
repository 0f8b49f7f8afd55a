import { LocalWakeups, type Hint, type Wakeups } from '@cairn/api';
import { MemoryDatabase, MemoryServer, type Around, type Backup } from '@cairn/api/testing';
import { never } from './disk.ts';
import type { WorldContext } from './world-context.ts';

/** Processes of the server beside each other on one database. */
const PROCESSES = 2;

/** One process: what it has begun dies with it. */
export class ServerProcess {
  isAlive = true;
  /** Set at once after the start. */
  server!: MemoryServer;
  /** Cut when the process dies. */
  readonly onDeath = new Set<() => void>();

  async kill(): Promise<void> {
    this.isAlive = false;
    await this.server.stop();
    for (const cut of [...this.onDeath]) cut();
  }
}

/** The server: the real one, two processes of it, which find each other's appends by wake-ups that may get lost. */
export class Cluster {
  readonly database: MemoryDatabase;
  /** Wake-ups between processes that are lost, from 0 to 1. */
  wakeupLossRate = 0;
  /** How often a backup was restored. */
  generation = 0;
  readonly #context: WorldContext;
  readonly #processes: ServerProcess[] = [];
  readonly #local = new Map<ServerProcess, LocalWakeups>();
  #backup: Backup | undefined;

  private constructor(context: WorldContext) {
    this.#context = context;
    this.database = new MemoryDatabase({ now: context.timeline.now, epoch: context.chance.uuid() });
  }

  static async start(context: WorldContext): Promise<Cluster> {
    const cluster = new Cluster(context);
    for (let count = 0; count < PROCESSES; count += 1) await cluster.#startOne();
    return cluster;
  }

  /** One of the processes that run; undefined while there is none. */
  any(): ServerProcess | undefined {
    const alive = this.#processes.filter(({ isAlive }) => isAlive);
    return alive.length > 0 ? this.#context.chance.pick(alive) : undefined;
  }

  async killOne(): Promise<void> {
    const process = this.any();
    if (!process) return;
    this.#local.delete(process);
    await process.kill();
    this.#context.counters.count('server killed');
  }

  /** Until as many run as there should be. */
  async startMissing(): Promise<void> {
    while (this.#processes.filter(({ isAlive }) => isAlive).length < PROCESSES) await this.#startOne();
  }

  takeBackup(): void {
    this.#backup = this.database.backup();
  }

  /** Back to the backup, under a new epoch, with all processes started anew. False when there is no backup. */
  async restoreBackup(): Promise<boolean> {
    if (!this.#backup) return false;
    for (const process of this.#processes) if (process.isAlive) await process.kill();
    this.#local.clear();
    const { device } = this.database;
    const sessions = device.rows;
    (this.#context.seams.restore ?? restore)(this.database, this.#backup, this.#context.chance.uuid());
    // Who is signed in is not what this is about: a device that signed in since then would just be signed out.
    device.rows = sessions;
    this.#backup = undefined;
    this.generation += 1;
    await this.startMissing();
    this.#context.counters.count('backup restored');
    return true;
  }

  async stop(): Promise<void> {
    for (const process of this.#processes) if (process.isAlive) await process.kill();
  }

  async #startOne(): Promise<void> {
    const { timeline, seams } = this.#context;
    const process = new ServerProcess();
    const local = new LocalWakeups();
    this.#local.set(process, local);
    const wakeups = this.#wakeups(process, local);
    process.server = await MemoryServer.start({
      prisma: this.database.connect(this.#around(process)),
      wakeups: seams.wakeups?.(wakeups) ?? wakeups,
      now: seams.serverNow?.(timeline.now) ?? timeline.now,
    });
    this.#processes.push(process);
  }

  /** Statements take a while, and a process that is dead begins none and hears of none. */
  #around(process: ServerProcess): Around {
    const { timeline, chance, seams, counters } = this.#context;
    const planted = seams.around?.(this.database);
    return async (name, run) => {
      await timeline.pause(chance.between(0, 6));
      if (!process.isAlive) return never();
      const answer = await (planted ? planted(name, run) : run());
      if (name === 'write' && (answer as readonly unknown[]).length === 0) counters.count('append came between');
      await timeline.pause(chance.between(0, 3));
      return process.isAlive ? answer : never();
    };
  }

  #wakeups(process: ServerProcess, local: LocalWakeups): Wakeups {
    const { timeline, chance } = this.#context;
    return {
      isUp: true,
      publish: (hint: Hint) => {
        for (const [other, wakeups] of this.#local) {
          if (other === process) wakeups.publish(hint);
          else if (!chance.happens(this.wakeupLossRate)) {
            timeline.after(chance.between(0, 20), () => wakeups.publish(hint));
          }
        }
      },
      listen: (listener) => local.listen(listener),
      close: () => local.close(),
    };
  }
}

function restore(database: MemoryDatabase, backup: Backup, epoch: string): void {
  database.restore(backup);
  database.log.upsert([{ id: 1, epoch }]);
}
