import { randomFrom, type Random } from '../random.ts';

/** All randomness of one world, from its seed. */
export class Chance implements Random {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  below = (limit: number): number => this.#random.below(limit);
  pick = <T>(from: readonly T[]): T => this.#random.pick(from);

  /** From `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** @param rate from 0, never, to 1, always */
  happens(rate: number): boolean {
    return rate > 0 && this.below(1_000_000) < rate * 1_000_000;
  }

  bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => this.below(256));

  uuid(): string {
    const hex = Buffer.from(this.bytes(16)).toString('hex');
    const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)];
    return groups.join('-');
  }
}
