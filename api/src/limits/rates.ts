/** So many in so many milliseconds, all at once or spread. */
export interface Rate {
  readonly count: number;
  readonly window: number;
}

/** Counts what is done under a key against its rate. */
export interface Rates {
  /**
   * Takes `cost` of what is left, or nothing. What is left may be less than the cost: so no single thing is too large for
   * ever, and what was overdrawn is waited for afterwards.
   * @param cost below zero gives back
   * @returns milliseconds to wait before asking again; 0 when it was taken
   */
  take(key: string, cost: number, rate: Rate): Promise<number>;
  close(): Promise<void>;
}

/** Keys that are kept; beyond it those are forgotten first that are nearly full again. */
const KEPT = 50_000;

/** For one process. Of each key it holds one number: when it will be full again. */
export class MemoryRates implements Rates {
  readonly #fullAt = new Map<string, number>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  async take(key: string, cost: number, { count, window }: Rate): Promise<number> {
    if (count === Infinity) return 0;
    const now = this.#now();
    // A clock that was set back must not make of a minute a wait for days.
    const fullAt = Math.min(Math.max(this.#fullAt.get(key) ?? 0, now), now + 2 * window);
    const wait = fullAt - now - window + window / count;
    if (cost > 0 && wait > 0) return Math.ceil(wait);
    this.#fullAt.delete(key);
    this.#fullAt.set(key, fullAt + (cost * window) / count);
    if (this.#fullAt.size > KEPT) this.#forget(now);
    return 0;
  }

  async close(): Promise<void> {
    this.#fullAt.clear();
  }

  /** What is full again says nothing; of the others the oldest go. */
  #forget(now: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key);
    for (const key of this.#fullAt.keys()) {
      if (this.#fullAt.size <= KEPT / 2) return;
      this.#fullAt.delete(key);
    }
  }
}
