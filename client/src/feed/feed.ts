import type { DocumentNode } from 'graphql';
import type { Environment } from '../environment/environment.ts';
import { pause } from '../environment/pause.ts';
import { AskedWait, askedWait } from '../link/asked-wait.ts';
import { backoff, chanceOf } from '../link/backoff.ts';
import { classify, type Failure } from '../link/classify.ts';
import type { Request } from '../link/request.ts';
import type { Socket } from './socket.ts';

/** A page of `changes`; see `type ChangePage` in schema.graphql. */
export interface ChangePage {
  readonly changes: readonly Readonly<Record<string, unknown>>[];
  readonly cursor: string;
  /** Of the log: another one after a backup was restored. */
  readonly epoch: string;
  readonly hasMore: boolean;
  readonly head: number;
}

const PAGE = 500;
/**
 * Where sockets are blocked, the feed asks at this pace instead; and it is what finds out that the road is back.
 * Milliseconds.
 */
const LONGEST_WAIT = 10_000;

/** How a server ends a socket when it stops in order: another one goes on from the cursor. */
const SERVICE_RESTART = 1012;

export interface FeedOptions {
  readonly request: Request;
  readonly documents: { readonly changes: DocumentNode; readonly changesSubscription: DocumentNode };
  readonly openSocket: () => Promise<Socket>;
  readonly environment: Environment;
  cursor(): string | null;
  /** Takes a page into confirmed state, its cursor too. One without more to come is up to the server's head. */
  apply(page: ChangePage): void;
  /** The cursor no longer fits: forget it; pending events stay [F4]. */
  onExpired(): void;
  onFailure(failure: Failure, retryAt: number): void;
  /** The subscription has ended, by whatever cut it: the next page comes over a road that may have been away. */
  onEnded(): void;
}

/**
 * Follows the account's log from the cursor: pages until there are no more, then the subscription, and again from the
 * newest cursor whenever that ends.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #signal: AbortSignal;
  #restart = new AbortController();
  #failures = 0;
  /** Pages that were asked for in an earlier one are of no use. */
  #round = 0;
  readonly #asked = new AskedWait();
  #pulling: Promise<void> | undefined;
  #pullingAnew: Promise<void> | undefined;

  constructor(options: FeedOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#restart.abort());
  }

  /** The road may be back, or the socket may be dead without knowing: start again from the cursor, now. */
  kick(): void {
    if (this.#asked.isOn(this.#options.environment.now())) return;
    this.#failures = 0;
    const old = this.#restart;
    this.#restart = new AbortController();
    old.abort();
  }

  /** From the cursor as it is now: a page on its way was asked for before, and is not taken in. */
  askAnew(): void {
    this.#round += 1;
    this.kick();
  }

  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      const { signal } = this.#restart;
      try {
        await this.pull();
      } catch (error) {
        if (!signal.aborted && !this.#signal.aborted) await this.#fail(classify(error), signal);
        continue;
      }
      try {
        await this.#follow(signal);
      } catch {
        // Not told as a failure: the next pass asks over HTTP and learns the reason by its code. Where only sockets are
        // blocked that pass succeeds, and the feed goes on at this pace.
        this.#options.onEnded();
        await pause(this.#options.environment, this.#nextWait(), signal);
      }
    }
  }

  /** Pages from the cursor until there are no more. Callers at the same time share one pass. */
  pull(): Promise<void> {
    this.#pulling ??= this.#pull().finally(() => (this.#pulling = undefined));
    return this.#pulling;
  }

  /**
   * As `pull`, with nothing in it that was asked for before this call: whatever the server had taken by now is there. A
   * page that was on its way already may be older than that.
   */
  pullAnew(): Promise<void> {
    const underWay = this.#pulling;
    if (!underWay) return this.pull();
    this.#pullingAnew ??= underWay
      .catch(() => undefined)
      .then(() => {
        this.#pullingAnew = undefined;
        return this.pull();
      });
    return this.#pullingAnew;
  }

  async #pull(): Promise<void> {
    const { request, documents, cursor, apply } = this.#options;
    for (;;) {
      const round = this.#round;
      const { changes: page } = await request<{ changes: ChangePage }>(
        documents.changes,
        { after: cursor(), first: PAGE },
        this.#signal,
      );
      if (round !== this.#round) continue;
      apply(page);
      if (!page.hasMore) return;
    }
  }

  /** Resolves when `signal` aborts, or the server sends it elsewhere; rejects when the subscription ends in any other way. */
  async #follow(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { openSocket, documents, cursor, apply } = this.#options;
    const socket = await openSocket();
    let stop = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        stop = resolve;
        signal.addEventListener('abort', stop);
        if (signal.aborted) return resolve();
        let hasFollowed = false;
        const end = () => reject(new Error('the subscription ended'));
        socket.subscribe<{ changes: ChangePage }>(
          documents.changesSubscription,
          { after: cursor() },
          {
            next: ({ data }) => {
              if (!data || signal.aborted) return;
              this.#failures = 0;
              hasFollowed = true;
              apply(data.changes);
            },
            // Of a server that takes sockets only to close them, it is a failure like others.
            error: (reason) => (hasFollowed && closeCodeOf(reason) === SERVICE_RESTART ? resolve() : end()),
            complete: end,
          },
        );
      });
    } finally {
      // The signal outlives this socket, and the many that may come after it.
      signal.removeEventListener('abort', stop);
      // Not `dispose` alone: it waits for a close frame that a dead road never brings.
      socket.terminate();
      void socket.dispose();
    }
  }

  async #fail(failure: Failure, signal: AbortSignal): Promise<void> {
    if (failure.kind === 'expired') return this.#options.onExpired();
    const wait = failure.kind === 'road' ? askedWait(failure.retryAfter, this.#nextWait()) : LONGEST_WAIT;
    const now = this.#options.environment.now();
    this.#asked.begin(now, failure.kind === 'road' ? failure.retryAfter : undefined);
    this.#options.onFailure(failure, now + wait);
    await pause(this.#options.environment, wait, signal);
    this.#asked.end();
  }

  #nextWait(): number {
    this.#failures += 1;
    return Math.min(LONGEST_WAIT, backoff(this.#failures, chanceOf(this.#options.environment.random(2))));
  }
}

/** Of a socket's close event, where it is one. */
function closeCodeOf(reason: unknown): unknown {
  return reason !== null && typeof reason === 'object' && 'code' in reason ? reason.code : undefined;
}
