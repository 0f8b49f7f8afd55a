import type { Timeline } from './timeline.ts';

/** A device's clock: wrong by some time, going a little too fast or too slow, and set anew now and then. */
export class DeviceClock {
  readonly #timeline: Timeline;
  /** Its milliseconds for each true one. */
  readonly #rate: number;
  readonly #since: number;
  #offset: number;

  /** @param offset milliseconds that it is ahead */
  constructor(timeline: Timeline, offset: number, rate: number) {
    this.#timeline = timeline;
    this.#since = timeline.now();
    this.#offset = offset;
    this.#rate = rate;
  }

  now = (): number => Math.floor(this.#since + this.#offset + (this.#timeline.now() - this.#since) * this.#rate);

  /** Milliseconds that it is ahead. */
  get lead(): number {
    return this.now() - this.#timeline.now();
  }

  jump(ms: number): void {
    this.#offset += ms;
  }
}
