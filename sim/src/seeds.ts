import type { Run } from './world/world.ts';

/**
 * Seeds that failed once: the first to run. A world that has changed since makes another run of them, so that what they
 * found has tests of its own; docs/simulation.md names it.
 */
export const ONCE_FAILED: readonly number[] = [
  1, 2, 11, 13, 28, 29, 31, 37, 43, 45, 50, 55, 56, 57, 65, 79, 84, 91, 165, 222, 282, 819, 896, 963, 1067, 1287, 2446,
  2455, 2659, 2973, 3293, 3522, 200877, 200957, 200968, 201093, 201267, 201740, 301931, 400087, 400565, 402862, 404629,
  405989, 409961, 410047, 410645, 411014, 505020, 600429, 604424, 607354, 801982, 1102551, 1312685, 1405708, 1410012,
  1411908, 1505808, 1535149, 1581206,
];

/** All of them, each once: those that failed once come first. */
export function seedsWithFailed(seeds: readonly number[]): readonly number[] {
  return [...new Set([...ONCE_FAILED, ...seeds])];
}

export function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** How to see a run again, and what was wrong with it. */
export function describeFailure({ seed, violation }: Run): string {
  return `SEED=${seed} npm run sim\n  ${violation!.what}`;
}
