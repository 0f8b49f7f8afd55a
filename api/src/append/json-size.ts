/** No payload comes near either; more is only sent to exhaust whoever walks it. */
const DEPTH_LIMIT = 32;
const VALUES_LIMIT = 1_000;

/** How many values a JSON value holds, itself included; Infinity for one that is nested too deeply or has too many. */
export function sizeOf(value: unknown): number {
  const size = count(value, DEPTH_LIMIT, VALUES_LIMIT);
  return size > VALUES_LIMIT ? Infinity : size;
}

/** Stops soon after `left`. */
function count(value: unknown, depth: number, left: number): number {
  if (value === null || typeof value !== 'object') return 1;
  if (depth === 0) return Infinity;
  let size = 1;
  for (const key in value) {
    size += count((value as Record<string, unknown>)[key], depth - 1, left - size);
    if (size > left) return Infinity;
  }
  return size;
}
