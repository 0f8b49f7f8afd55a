const FIRST = 1_000;
const LONGEST = 60_000;

/**
 * Milliseconds to wait after the `failures`-th failure in a row: 1, 2, 4 … 60 s, of which between half and all, so that
 * devices that lost the same server do not come back in the same instant.
 * @param chance from 0 to 1
 */
export function backoff(failures: number, chance: number): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 16));
  return Math.round(full * (0.5 + chance / 2));
}

/** A number from 0 to 1 from two random bytes. */
export function chanceOf(bytes: Uint8Array): number {
  return (bytes[0]! * 256 + bytes[1]!) / 65_535;
}
