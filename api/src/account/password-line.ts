import { apiError } from '../errors.ts';

export interface PasswordLineOptions {
  /** At once. */
  readonly concurrent: number;
  /** Most that wait for their turn. */
  readonly waiting: number;
  /** What one takes, about: of this the wait that is asked for is made. */
  readonly milliseconds: number;
}

/** Lets a few run at once and some wait; whoever finds the line full is told when to come again. */
export class PasswordLine {
  readonly #options: PasswordLineOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: PasswordLineOptions) {
    this.#options = options;
  }

  /** @throws RATE_LIMITED, with the seconds to wait as `retryAfter` */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { concurrent, waiting, milliseconds } = this.#options;
    if (this.#running < concurrent) {
      this.#running += 1;
    } else {
      if (this.#waiting.length >= waiting) {
        const retryAfter = Math.max(1, Math.ceil((waiting * milliseconds) / concurrent / 1_000));
        throw apiError('RATE_LIMITED', 'too many sign in at once; try again later', retryAfter);
      }
      // Whoever leaves hands its place on: nobody who comes in between can take it.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
