import type { Environment } from './environment/environment.ts';
import { pause } from './environment/pause.ts';

/** How often a tab that leads is asked for an answer before it counts as gone: a message may be lost. */
const ASKS = 3;
/** Between two asks. Milliseconds. */
const ASK_AGAIN = 1_000;
/** While something waits, how often a tab that follows asks whether the one that leads is there. Milliseconds. */
const CHECK_EVERY = 1_500;
/** After a term that ended by a fault of ours. Milliseconds. */
const PAUSE = 5_000;

/** The lock of whoever leads; `scope` names what the tabs of an account on this profile share. */
export function leaderLock(scope: string): string {
  return `cairn-leader-${scope}`;
}

export interface LeadershipOptions {
  /** Of the lock that all tabs of the account on this profile share. */
  readonly lock: string;
  readonly environment: Environment;
  /** Aborted when this tab has closed the account. */
  readonly closing: AbortSignal;
  /** Sends and stores for all tabs until `term` is aborted. `wasTaken`: from a tab that did not answer. */
  lead(term: AbortSignal, wasTaken: boolean): Promise<void>;
  /** Asks the tab that leads for a sign of life, which `leaderSpoke` is told of. */
  ask(): void;
  /** Something waits that the tab that leads could send. */
  isNeeded(): boolean;
  onError(error: unknown): void;
}

/**
 * One tab of the profile at a time leads [O2]: whoever holds the lock. A tab that was frozen while it held it is robbed
 * of it once it does not answer; when it thaws it stops at once, and queues again. What both may have sent is known to
 * the server by its id.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  #isStealing = false;
  #waiting = new AbortController();
  #term: AbortController | undefined;
  #self: string | undefined;
  #stopAsking: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#term !== undefined;
  }

  /** Until this tab closes the account. */
  async run(): Promise<void> {
    const { environment, lock, closing, onError } = this.#options;
    closing.addEventListener('abort', () => {
      this.#stopAsking?.();
      this.#cancelWatch?.();
      this.#waiting.abort();
      this.#term?.abort();
    });
    while (!closing.aborted) {
      const steal = this.#isStealing;
      this.#isStealing = false;
      this.#waiting = new AbortController();
      if (closing.aborted) return;
      let term: Promise<void> | undefined;
      try {
        await environment.locks.request(lock, this.#waiting.signal, () => (term = this.#lead(steal)), { steal });
        // A term ends only by closing, or by a fault.
        if (!closing.aborted) await pause(environment, PAUSE, closing);
      } catch (error) {
        // Robbed, or asked to rob: the next round queues, or takes.
        this.#term?.abort();
        await term?.catch(() => undefined);
        const isExpected = closing.aborted || (error as { name?: string } | null)?.name === 'AbortError';
        if (isExpected) continue;
        onError(error);
        await pause(environment, PAUSE, closing);
      }
    }
  }

  /**
   * Whether this tab holds the lock still: one that was frozen may have been robbed without having heard of it yet. Also
   * while it closes, which gives the lock back only when `lead` is done.
   */
  async holds(): Promise<boolean> {
    const { environment, lock, closing } = this.#options;
    const isOver = () => !this.#term || (this.#term.signal.aborted && !closing.aborted);
    if (isOver()) return false;
    const owner = await environment.locks.owner(lock).catch(() => this.#self);
    return owner === this.#self && !isOver();
  }

  /** Something waits for the tab that leads: if that one is silent, this one takes over. */
  makeSure(): void {
    const { environment, ask, closing } = this.#options;
    if (this.isLeading || this.#stopAsking || closing.aborted) return;
    let cancel = () => {};
    let asked = 0;
    const again = () => {
      if (asked === ASKS) {
        this.#stopAsking = undefined;
        this.#isStealing = true;
        this.#waiting.abort();
        return;
      }
      asked += 1;
      cancel = environment.schedule(again, ASK_AGAIN);
      ask();
    };
    this.#stopAsking = () => {
      cancel();
      this.#stopAsking = undefined;
    };
    again();
  }

  /** As `makeSure`, again and again while it is needed: to be called when that may have changed. */
  watch(): void {
    const { environment, closing, isNeeded } = this.#options;
    if (this.#cancelWatch || closing.aborted || this.isLeading || !isNeeded()) return;
    this.#cancelWatch = environment.schedule(() => {
      this.#cancelWatch = undefined;
      if (isNeeded()) this.makeSure();
      this.watch();
    }, CHECK_EVERY);
  }

  /** The tab that leads is alive. */
  leaderSpoke(): void {
    this.#stopAsking?.();
  }

  async #lead(wasTaken: boolean): Promise<void> {
    const { environment, lock, lead, closing } = this.#options;
    this.#stopAsking?.();
    const term = new AbortController();
    this.#term = term;
    if (closing.aborted) term.abort();
    try {
      this.#self = await environment.locks.owner(lock).catch(() => undefined);
      await lead(term.signal, wasTaken);
    } finally {
      term.abort();
      this.#term = undefined;
    }
  }
}
