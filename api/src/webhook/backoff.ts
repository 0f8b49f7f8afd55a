const FIRST = 5_000;
const FACTOR = 4;
const LONGEST = 12 * 3_600_000;
/** Of each wait, up or down: receivers that failed together do not get everything again together. */
const JITTER = 0.2;

/** So often a batch is tried in vain; then its webhook is disabled, after some three days. */
export const ATTEMPTS = 14;

/**
 * Milliseconds until the next attempt: 5 s, 20 s, 80 s … 12 h.
 * @param failures in a row, 1 or more
 * @param random from 0 to 1
 * @param retryAfter what the receiver asked for, in milliseconds: believed where it is longer, up to 12 hours
 */
export function delayAfter(failures: number, random: number, retryAfter = 0): number {
  const delay = Math.min(FIRST * FACTOR ** (failures - 1), LONGEST);
  const jittered = delay * (1 - JITTER + 2 * JITTER * random);
  return Math.round(Math.max(jittered, Math.min(retryAfter, LONGEST)));
}

/**
 * Milliseconds that a `Retry-After` header asks for: seconds, or a date. 0 for what is neither.
 * @param now milliseconds since 1970
 */
export function readRetryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
