import { LocalWakeups, type EndHint, type Hint, type Wakeups } from '@cairn/api';
import { MemoryServer, type Around } from '@cairn/api/testing';
import { never } from './disk.ts';
import { SERVER_RELEASES } from './release.ts';
import type { WorldContext } from './world-context.ts';
import type { WorldDatabase } from './world-database.ts';

/** Processes of the server beside each other on one database. */
const PROCESSES = 2;

/** One process: what it has begun dies with it. */
export class ServerProcess {
  isAlive = true;
  /** Of an older release: some events it does not know. */
  readonly isOld: boolean;
  /** Set at once after the start. */
  server!: MemoryServer;
  /** Cut when the process dies. */
  readonly onDeath = new Set<() => void>();

  constructor(isOld: boolean) {
    this.isOld = isOld;
  }

  async kill(): Promise<void> {
    this.isAlive = false;
    await this.server.stop();
    for (const cut of [...this.onDeath]) cut();
  }
}

/** The server: the real one, two processes of it, which find each other's appends by wake-ups that may get lost. */
export class Cluster {
  readonly database: WorldDatabase;
  /** Wake-ups between processes that are lost, from 0 to 1. */
  wakeupLossRate = 0;
  /** How often a backup was restored. */
  generation = 0;
  /** Whether what is started now is of an older release. */
  isOld = false;
  /** Milliseconds for which a token is good. */
  readonly tokenLife: number;
  /** Events that an account may have; undefined for any number. */
  #maxEvents: number | undefined;
  readonly #context: WorldContext;
  readonly #processes: ServerProcess[] = [];
  readonly #local = new Map<ServerProcess, LocalWakeups>();

  private constructor(context: WorldContext, database: WorldDatabase, tokenLife: number) {
    this.#context = context;
    this.database = database;
    this.tokenLife = tokenLife;
  }

  static async start(
    context: WorldContext,
    database: WorldDatabase,
    { isOld, tokenLife }: { readonly isOld: boolean; readonly tokenLife: number },
  ): Promise<Cluster> {
    const cluster = new Cluster(context, database, tokenLife);
    cluster.isOld = isOld;
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
    await this.#end(process);
    this.#context.counters.count('server killed');
  }

  /** Until as many run as there should be. */
  async startMissing(): Promise<void> {
    while (this.#processes.filter(({ isAlive }) => isAlive).length < PROCESSES) await this.#startOne();
  }

  /** Back to the last backup, under a new epoch, with all processes started anew. False when there is none. */
  async restoreBackup(): Promise<boolean> {
    if (!this.database.hasBackup) return false;
    const { chance, counters } = this.#context;
    for (const process of this.#processes) if (process.isAlive) await process.kill();
    this.#local.clear();
    await this.database.restoreBackup(chance.uuid());
    this.generation += 1;
    await this.startMissing();
    counters.count('backup restored');
    return true;
  }

  get hasQuota(): boolean {
    return this.#maxEvents !== undefined;
  }

  /** From now on an account may have so many events. The processes are started anew for it. */
  async setQuota(maxEvents: number | undefined): Promise<void> {
    this.#maxEvents = maxEvents;
    for (const process of this.#processes) if (process.isAlive) await this.#end(process);
    await this.startMissing();
  }

  get hasOld(): boolean {
    return this.isOld || this.#processes.some(({ isAlive, isOld }) => isAlive && isOld);
  }

  /** The release of today takes the place of one process of the older one; for a while both are at work. */
  async update(): Promise<void> {
    if (!this.hasOld) return;
    this.isOld = false;
    const old = this.#processes.find(({ isAlive, isOld }) => isAlive && isOld);
    if (old) await this.#end(old);
    await this.startMissing();
    this.#context.counters.count('server updated');
  }

  async stop(): Promise<void> {
    for (const process of this.#processes) if (process.isAlive) await process.kill();
  }

  async #end(process: ServerProcess): Promise<void> {
    this.#local.delete(process);
    await process.kill();
  }

  async #startOne(): Promise<void> {
    const { timeline, seams } = this.#context;
    const process = new ServerProcess(this.isOld);
    const local = new LocalWakeups();
    this.#local.set(process, local);
    const wakeups = this.#wakeups(process, local);
    process.server = await MemoryServer.start({
      prisma: this.database.connect(this.#around(process)),
      wakeups: seams.wakeups?.(wakeups) ?? wakeups,
      now: seams.serverNow?.(timeline.now) ?? timeline.now,
      tokenLife: this.tokenLife,
      maxEvents: this.#maxEvents,
      registry: SERVER_RELEASES[this.isOld ? 'old' : 'today'],
    });
    this.#processes.push(process);
  }

  /** Statements take a while, and a process that is dead begins none and hears of none. */
  #around(process: ServerProcess): Around {
    const { timeline, chance, counters } = this.#context;
    return async (name, run) => {
      await timeline.pause(chance.between(0, 6));
      if (!process.isAlive) return never();
      const answer = await run();
      if (name === 'write' && (answer as readonly unknown[]).length === 0) counters.count('append came between');
      await timeline.pause(chance.between(0, 3));
      return process.isAlive ? answer : never();
    };
  }

  #wakeups(process: ServerProcess, local: LocalWakeups): Wakeups {
    const { timeline, chance } = this.#context;
    const tell = (say: (wakeups: LocalWakeups) => void) => {
      for (const [other, wakeups] of this.#local) {
        if (other === process) say(wakeups);
        else if (!chance.happens(this.wakeupLossRate)) timeline.after(chance.between(0, 20), () => say(wakeups));
      }
    };
    return {
      isUp: true,
      publish: (hint: Hint) => tell((wakeups) => wakeups.publish(hint)),
      listen: (listener) => local.listen(listener),
      publishEnd: (hint: EndHint) => tell((wakeups) => wakeups.publishEnd(hint)),
      listenToEnds: (listener) => local.listenToEnds(listener),
      close: () => local.close(),
    };
  }
}
