import { CLOCK_MEMORY, clockTime, observe, tick, type ClockReading, type Entity } from '@cairn/domain';
import type { Environment } from './environment/environment.ts';

export interface DeviceClockOptions {
  readonly environment: Environment;
  readonly deviceId: string;
  /** All that this device knows of, looked at with the first event, and where the clock was put right. */
  readonly entities: () => Iterable<Entity>;
  readonly readings: () => Iterable<ClockReading>;
}

/**
 * This device's hybrid logical clock: past all that the device has seen, or its next event could lose to what it was made
 * after.
 */
export class DeviceClock {
  readonly #options: DeviceClockOptions;
  #clock: ClockReading | undefined;
  /** Not before the first event: a start need not wait for it. */
  #hasLooked = false;

  constructor(options: DeviceClockOptions) {
    this.#options = options;
  }

  /**
   * The next reading, past all that this device has seen and `last`. Each by itself: one of them may be days off, and
   * dropped for it, when the other is not.
   */
  next(last?: ClockReading): ClockReading {
    const { environment, entities, readings } = this.#options;
    const now = environment.now();
    if (this.#clock !== undefined && isFarAhead(this.#clock, now)) {
      // The clock was wrong and has been put right. What it has shown meanwhile is dropped, not what was seen before.
      this.#clock = undefined;
      this.#hasLooked = false;
    }
    if (!this.#hasLooked) {
      this.#hasLooked = true;
      for (const entity of entities()) this.observe(entity);
      for (const reading of readings()) this.#see(reading);
    }
    return observe(tick(this.#clock, now), tick(last, now));
  }

  /** As `next`, and the clock is at that reading from now on. */
  tick(last?: ClockReading): ClockReading {
    this.#clock = this.next(last);
    return this.#clock;
  }

  /** Takes in what everybody has written of it. */
  observe(entity: Entity): void {
    for (const writer of Object.values(entity.writers)) this.#see(writer.clock);
    // Its own too: what this device writes next must not look like something that is in there already.
    const seen = entity.seen[this.#options.deviceId];
    if (seen) this.#see(seen.clock);
  }

  #see(reading: ClockReading): void {
    // Nearly all are: the first event sees every write of every entity.
    if (this.#clock !== undefined && reading <= this.#clock) return;
    if (!isFarAhead(reading, this.#options.environment.now())) this.#clock = observe(this.#clock, reading);
  }
}

/** As far as `tick` believes no reading any more. */
function isFarAhead(reading: ClockReading, now: number): boolean {
  return Date.parse(clockTime(reading)) - now > CLOCK_MEMORY;
}
