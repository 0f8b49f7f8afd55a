import { plantedFaults, type Catch } from './planted/index.ts';
import { shareOut } from './share-out.ts';
import { Counters } from './world/counters.ts';
import type { Run } from './world/world.ts';

/** Seeds that one worker gets at a time. */
const SHARE = 10;

export interface SeedsRun {
  readonly failed: readonly Run[];
  readonly counters: Counters;
}

/** Runs the seeds on all cores. */
export async function runSeeds(
  seeds: readonly number[],
  { isEmbedded = false, onRun = () => {} }: { readonly isEmbedded?: boolean; onRun?(run: Run): void } = {},
): Promise<SeedsRun> {
  const tasks = Array.from({ length: Math.ceil(seeds.length / SHARE) }, (_, index) => ({
    seeds: seeds.slice(index * SHARE, (index + 1) * SHARE),
    isEmbedded,
  }));
  const counters = new Counters();
  const failed: Run[] = [];
  await shareOut(tasks, (answer) => {
    if (!('run' in answer)) return;
    counters.add(answer.run.counts);
    if (answer.run.violation) failed.push(answer.run);
    onRun(answer.run);
  });
  return { failed, counters };
}

/** Looks for each planted fault in the seeds from 1 to `limit`, on all cores; undefined for one that nothing caught. */
export async function catchAll(
  limit: number,
  onAnswer: (name: string, caught: Catch | undefined) => void = () => {},
): Promise<ReadonlyMap<string, Catch | undefined>> {
  const all = new Map<string, Catch | undefined>();
  await shareOut(
    plantedFaults.map((_, planted) => ({ planted, limit })),
    (answer) => {
      if (!('name' in answer)) return;
      all.set(answer.name, answer.caught);
      onAnswer(answer.name, answer.caught);
    },
  );
  return all;
}
