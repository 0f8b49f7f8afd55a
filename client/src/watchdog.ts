import type { Environment } from './environment/environment.ts';

/** How often it looks, while something waits, and how long nothing may move although it could. Milliseconds. */
const LOOK_EVERY = 10_000;
/** Longer than a request may take: one that hangs ends by itself before. */
const STALLED = 40_000;

export interface WatchdogOptions {
  readonly environment: Pick<Environment, 'now' | 'schedule'>;
  readonly closing: AbortSignal;
  /** Something waits to be sent. */
  isWaiting(): boolean;
  /** Something could be sent now by this tab, and nothing says why it is not. */
  isDue(): boolean;
  /** ISO time since when nothing has moved; undefined once it moves again. */
  onStalled(since: string | undefined): void;
  /** Makes what hangs begin anew. */
  restart(): void;
}

/** Notices that a queue stands still although nothing speaks against sending it, says so, and gives it a push [O6] [L1]. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  #cancel: (() => void) | undefined;
  #since: number | undefined;
  #pushedAt = 0;
  #isStalled = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    options.closing.addEventListener('abort', () => this.#cancel?.());
  }

  /** The outbox has changed. */
  watch(): void {
    const { environment, closing, isWaiting } = this.#options;
    if (this.#cancel || closing.aborted || !isWaiting()) return;
    this.#cancel = environment.schedule(() => {
      this.#cancel = undefined;
      this.#look();
      this.watch();
    }, LOOK_EVERY);
  }

  /** Something was answered, or the reason why not is known and told. */
  moved(): void {
    this.#since = undefined;
    if (!this.#isStalled) return;
    this.#isStalled = false;
    this.#options.onStalled(undefined);
  }

  #look(): void {
    const { environment, isWaiting, isDue, onStalled, restart } = this.#options;
    if (!isWaiting() || !isDue()) return this.moved();
    const now = environment.now();
    // A clock that was set back measures anew.
    if (this.#since === undefined || now < this.#since) this.#since = this.#pushedAt = now;
    if (now - this.#pushedAt < STALLED) return;
    this.#pushedAt = now;
    this.#isStalled = true;
    onStalled(new Date(this.#since).toISOString());
    restart();
  }
}
