import { Refusal } from './refusal.ts';

/**
 * A hybrid logical clock reading: UTC milliseconds and a counter, `2026-11-20T23:18:52.123Z-0000`. Readings sort as
 * text. The device that made a reading is not part of it: the server knows the device from the session.
 *
 * Kulkarni et al., "Logical Physical Clocks", 2014.
 */
export type ClockReading = string;

/** Beyond this lead over the server's clock a reading counts as made on receipt [M7]. Milliseconds. */
export const CLOCK_TOLERANCE = 5 * 60_000;

/** Beyond this lead a reading is no clock at all and is refused. Milliseconds. */
export const CLOCK_RANGE = 366 * 24 * 3_600_000;

/** A device forgets its last reading when that leads its clock by more: the clock was wrong and has been put right. */
export const CLOCK_MEMORY = 48 * 3_600_000;

const PATTERN = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z-[0-9a-f]{4}$/;
const COUNTER_LIMIT = 0xffff;

/** @throws Refusal CLOCK_INVALID for anything but a canonical reading. */
export function parseClock(reading: unknown): { time: number; counter: number } {
  const isReading = typeof reading === 'string' && PATTERN.test(reading);
  const time = isReading ? Date.parse(clockTime(reading)) : NaN;
  // Date.parse may roll a day over that its month does not have; such a reading would sort differently as text and as time.
  if (!isReading || Number.isNaN(time) || new Date(time).getUTCDate() !== Number(reading.slice(8, 10))) {
    throw new Refusal(
      'CLOCK_INVALID',
      'occurredAt must be a clock reading like 2026-11-20T23:18:52.123Z-0000',
      'event.occurredAt',
    );
  }
  return { time, counter: parseInt(reading.slice(25), 16) };
}

export function formatClock(time: number, counter = 0): ClockReading {
  return `${new Date(time).toISOString()}-${counter.toString(16).padStart(4, '0')}`;
}

/** The wall time of a reading, ISO 8601 UTC. */
export function clockTime(reading: ClockReading): string {
  return reading.slice(0, 24);
}

/**
 * The next reading after `last`, also when the wall clock stands still or was set back by up to two days. Beyond that
 * `last` is dropped: a device whose clock was months ahead for an hour would otherwise be clamped, or refused, for
 * months. Its own events stay in order all the same, by sequence [M1].
 */
export function tick(last: ClockReading | undefined, now: number): ClockReading {
  if (last === undefined) return formatClock(now);
  const { time, counter } = parseClock(last);
  if (now > time || time - now > CLOCK_MEMORY) return formatClock(now);
  return counter < COUNTER_LIMIT ? formatClock(time, counter + 1) : formatClock(time + 1);
}

/** The later of two readings: what a device remembers after it has seen `seen`, so that its next event sorts after it. */
export function observe(last: ClockReading | undefined, seen: ClockReading): ClockReading {
  return last === undefined || seen > last ? seen : last;
}

/**
 * The reading that counts in merges: as claimed, or the time of receipt when the claim leads it by more than
 * CLOCK_TOLERANCE [M7].
 * @throws Refusal CLOCK_INVALID, CLOCK_OUT_OF_RANGE
 */
export function effectiveClock(claimed: ClockReading, receivedAt: number): ClockReading {
  const { time } = parseClock(claimed);
  if (time - receivedAt > CLOCK_RANGE) {
    throw new Refusal('CLOCK_OUT_OF_RANGE', `occurredAt is more than a year ahead: ${claimed}`, 'event.occurredAt');
  }
  return time - receivedAt > CLOCK_TOLERANCE ? formatClock(receivedAt) : claimed;
}
