import { asAccount, type PrismaClient } from '@cairn/prisma';
import type { Projection } from '../entity/projection.ts';
import type { ChangePage } from './change-page-type.ts';
import { PageReader } from './page-reader.ts';
import { Shared } from './shared.ts';
import { Subscriber } from './subscriber.ts';
import type { Wakeups } from './wakeups.ts';

/** Changes in one page of a subscription. */
const PAGE = 500;

export interface FeedOptions {
  readonly prisma: PrismaClient;
  readonly projections: readonly Projection[];
  readonly wakeups: Wakeups;
  /** Milliseconds between looks at the heads of the accounts that have subscribers; a hint may be lost. Default 15 s. */
  readonly pollEvery?: number | undefined;
  /** The same while hints of other processes do not arrive. Default 1 s. */
  readonly pollEveryWhenDown?: number | undefined;
  readonly log?: (line: string) => void;
  /** Called with the number of changes of every page that was answered. */
  readonly onPage?: (changes: number) => void;
}

/** Pages of the account's log from a cursor, asked for or followed. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #reader: PageReader;
  /** Whoever has caught up asks for the same page as all the others of the account. */
  readonly #pages = new Shared<ChangePage>();
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  /** By account that has subscribers, the newest position that was heard of. */
  readonly #heard = new Map<string, number>();
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #lastPoll = 0;
  #isPolling = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#reader = new PageReader(options.prisma, options.projections);
    this.#stopListening = options.wakeups.listen(({ accountId, position }) => this.#wake(accountId, position));
    const tick = Math.min(options.pollEvery ?? 15_000, options.pollEveryWhenDown ?? 1_000);
    this.#timer = setInterval(() => void this.#poll(), tick).unref();
  }

  /** @throws CURSOR_INVALID, CURSOR_EXPIRED, ACCOUNT_GONE */
  page(accountId: string, after: string | null, first: number): Promise<ChangePage> {
    return this.#read(accountId, after, first);
  }

  /**
   * The pages after the cursor, and another whenever something changes, until `return()`. It throws what `page` throws.
   * @param admit called before each page; what it throws ends the subscription
   */
  subscribe(accountId: string, after: string | null, admit: () => Promise<void> = async () => {}): Promise<Subscriber> {
    const subscriber: Subscriber = new Subscriber(
      after,
      async (cursor) => {
        await admit();
        return this.#read(accountId, cursor, PAGE);
      },
      () => this.#remove(accountId, subscriber),
    );
    const group = this.#subscribers.get(accountId) ?? new Set();
    this.#subscribers.set(accountId, group.add(subscriber));
    return subscriber.open();
  }

  get subscriberCount(): number {
    let count = 0;
    for (const group of this.#subscribers.values()) count += group.size;
    return count;
  }

  /** Events that the slowest subscriber is behind what was heard of its account. */
  get lag(): number {
    let lag = 0;
    for (const [accountId, heard] of this.#heard) {
      for (const { position } of this.#subscribers.get(accountId) ?? []) lag = Math.max(lag, heard - position);
    }
    return lag;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopListening();
    await Promise.all([...this.#subscribers.values()].flatMap((group) => [...group]).map((one) => one.return()));
  }

  async #read(accountId: string, after: string | null, first: number): Promise<ChangePage> {
    const page = await this.#pages.ask(JSON.stringify([accountId, after, first]), () =>
      this.#reader.read(accountId, after, first),
    );
    this.#options.onPage?.(page.changes.length);
    return page;
  }

  #wake(accountId: string, position: number): void {
    if (this.#subscribers.has(accountId)) {
      this.#heard.set(accountId, Math.max(position, this.#heard.get(accountId) ?? 0));
    }
    for (const subscriber of this.#subscribers.get(accountId) ?? []) {
      if (subscriber.position < position) subscriber.wake();
    }
  }

  #remove(accountId: string, subscriber: Subscriber): void {
    const group = this.#subscribers.get(accountId);
    group?.delete(subscriber);
    if (group?.size === 0) {
      this.#subscribers.delete(accountId);
      this.#heard.delete(accountId);
    }
  }

  async #poll(): Promise<void> {
    const { prisma, wakeups, pollEvery = 15_000, pollEveryWhenDown = 1_000, log } = this.#options;
    const every = wakeups.isUp ? pollEvery : pollEveryWhenDown;
    if (this.#isPolling || this.#subscribers.size === 0 || performance.now() - this.#lastPoll < every) return;
    this.#isPolling = true;
    this.#lastPoll = performance.now();
    try {
      const accountIds = [...this.#subscribers.keys()];
      const heads = await asAccount(accountIds, () =>
        prisma.head.findMany({
          where: { accountId: { in: accountIds } },
          select: { accountId: true, position: true },
        }),
      );
      for (const { accountId, position } of heads) this.#wake(accountId, position);
    } catch (error) {
      log?.(`feed: could not ask for heads: ${String(error)}`);
    } finally {
      this.#isPolling = false;
    }
  }
}
