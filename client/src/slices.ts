import type { Environment } from './environment/environment.ts';

/** As many as are checked, or shown, without a pause: some milliseconds of work. */
const LENGTH = 100;

export function* slicesOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += LENGTH) yield items.slice(from, from + LENGTH);
}

/** Lets what waits for this thread go first: keys, pixels, other work. */
export function breathe({ schedule }: Pick<Environment, 'schedule'>): Promise<void> {
  return new Promise((resolve) => void schedule(resolve, 0));
}
