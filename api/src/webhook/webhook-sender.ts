import type { PrismaClient } from '@cairn/prisma';
import type { Wakeups } from '../feed/wakeups.ts';
import type { Deliveries, WebhookRef } from './deliveries.ts';

/** Attempts at once in a process. */
const CONCURRENCY = 32;
/** Of them, for one account: receivers that hang hold up nobody else's. */
const CONCURRENCY_PER_ACCOUNT = 4;
/** Between looks at what has become due. Milliseconds. */
const TICK = 500;
/** Looking at very many takes one part in so many of the time at most, however often it is asked for. */
const POLL_SHARE = 20;
/** So long what is at hand may take when the process stops. Milliseconds. */
const FAREWELL = 5_000;
/** After an error of the database. Milliseconds. */
const AFTER_ERROR = 5_000;

export interface WebhookSenderOptions {
  readonly prisma: PrismaClient;
  readonly deliveries: Pick<Deliveries, 'run'>;
  readonly wakeups: Wakeups;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds between looks at all webhooks; a hint may be lost. Default 15 s. */
  readonly pollEvery?: number | undefined;
  /** The same while hints of other processes do not arrive. Default 1 s. */
  readonly pollEveryWhenDown?: number | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/** A webhook that is not disabled. */
interface Watched extends WebhookRef {
  /** There may be something to send, */
  isBehind: boolean;
  /** but not before then. Milliseconds since 1970. */
  notBefore: number;
  isRunning: boolean;
}

interface WatchRow extends WebhookRef {
  readonly isBehind: boolean;
  readonly notBefore: Date | null;
}

/**
 * Sends in one process: knows of every webhook its account and when it is due, nothing else. Hints say what is new; what
 * they miss, and what another process has left, is found by looking from time to time.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #watched = new Map<string, Map<string, Watched>>();
  /** In the order in which they have their turn. */
  readonly #queue = new Set<Watched>();
  readonly #running = new Set<Promise<void>>();
  readonly #runningOf = new Map<string, number>();
  readonly #ending = new AbortController();
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #lastPoll = -Infinity;
  /** Milliseconds. */
  #pollTook = 0;
  #polling: Promise<void> | undefined;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
    this.#stopListening = options.wakeups.listen(({ accountId }) => this.#hear(accountId));
    this.#timer = setInterval(() => this.#tick(), TICK).unref();
    this.#tick();
  }

  /** Those that are due and wait for their turn. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Those that something is being sent to. */
  get running(): number {
    return this.#running.size;
  }

  /** A webhook of this account was made or changed: looks at it at once. */
  changed({ accountId, id }: WebhookRef): void {
    const watched = this.#watch({ accountId, id });
    watched.isBehind = true;
    watched.notBefore = 0;
    this.#consider(watched);
    this.#pump();
  }

  /** Looks at all webhooks there are. Never throws. */
  poll(): Promise<void> {
    return (this.#polling ??= this.#look().finally(() => (this.#polling = undefined)));
  }

  /** Takes nothing new, lets attempts end within five seconds, and gives up the others: whoever is next sends them again. */
  async close(): Promise<void> {
    this.#ending.abort();
    clearInterval(this.#timer);
    this.#stopListening();
    this.#queue.clear();
    const late = setTimeout(() => this.#closing.abort(), FAREWELL);
    await this.#polling;
    await Promise.all(this.#running);
    clearTimeout(late);
  }

  #hear(accountId: string): void {
    for (const watched of this.#watched.get(accountId)?.values() ?? []) {
      watched.isBehind = true;
      this.#consider(watched);
    }
    this.#pump();
  }

  #tick(): void {
    const { wakeups, pollEvery = 15_000, pollEveryWhenDown = 1_000 } = this.#options;
    const every = Math.max(wakeups.isUp ? pollEvery : pollEveryWhenDown, POLL_SHARE * this.#pollTook);
    if (performance.now() - this.#lastPoll >= every) void this.poll();
    for (const group of this.#watched.values()) group.forEach((watched) => this.#consider(watched));
    this.#pump();
  }

  async #look(): Promise<void> {
    this.#lastPoll = performance.now();
    // One that is made while the database answers is not in its answer.
    const before = [...this.#watched.values()].flatMap((group) => [...group.values()]);
    try {
      const rows = await this.#options.prisma.$queryRaw<WatchRow[]>`select * from webhooks_to_watch()`;
      const there = new Set(rows.map(({ id }) => id));
      for (const watched of before) if (!there.has(watched.id) && !watched.isRunning) this.#forget(watched);
      for (const row of rows) {
        const watched = this.#watch(row);
        watched.isBehind ||= row.isBehind;
        watched.notBefore = row.notBefore?.getTime() ?? 0;
        this.#consider(watched);
      }
      this.#pollTook = performance.now() - this.#lastPoll;
      this.#pump();
    } catch (error) {
      this.#options.log?.(`webhooks: could not look for them: ${error instanceof Error ? error.name : 'error'}`);
    }
  }

  #watch({ accountId, id }: WebhookRef): Watched {
    const group = this.#watched.get(accountId) ?? new Map<string, Watched>();
    this.#watched.set(accountId, group);
    const watched = group.get(id) ?? { accountId, id, isBehind: false, notBefore: 0, isRunning: false };
    group.set(id, watched);
    return watched;
  }

  #forget(watched: Watched): void {
    this.#queue.delete(watched);
    const group = this.#watched.get(watched.accountId);
    group?.delete(watched.id);
    if (group?.size === 0) this.#watched.delete(watched.accountId);
  }

  #consider(watched: Watched): void {
    const isDue = watched.isBehind && !watched.isRunning && watched.notBefore <= this.#options.now();
    if (isDue && !this.#ending.signal.aborted) this.#queue.add(watched);
  }

  /** Starts what waits for its turn, as far as there is room. */
  #pump(): void {
    for (const watched of this.#queue) {
      if (this.#running.size >= CONCURRENCY) return;
      const { accountId } = watched;
      const ofAccount = this.#runningOf.get(accountId) ?? 0;
      if (ofAccount >= CONCURRENCY_PER_ACCOUNT) continue;
      this.#queue.delete(watched);
      this.#runningOf.set(accountId, ofAccount + 1);
      const run = this.#run(watched).finally(() => {
        this.#running.delete(run);
        const left = this.#runningOf.get(accountId)! - 1;
        if (left > 0) this.#runningOf.set(accountId, left);
        else this.#runningOf.delete(accountId);
        this.#consider(watched);
        this.#pump();
      });
      this.#running.add(run);
    }
  }

  async #run(watched: Watched): Promise<void> {
    const { deliveries, now, log } = this.#options;
    watched.isRunning = true;
    // What is heard of from here on is looked at again.
    watched.isBehind = false;
    try {
      const again = await deliveries.run(watched, { soon: this.#ending.signal, now: this.#closing.signal });
      watched.isBehind ||= again !== undefined;
      watched.notBefore = again ?? 0;
    } catch (error) {
      log?.(`webhook ${watched.id}: ${error instanceof Error ? error.name : 'error'}`);
      watched.isBehind = true;
      watched.notBefore = now() + AFTER_ERROR;
    } finally {
      watched.isRunning = false;
    }
  }
}
