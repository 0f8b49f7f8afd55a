import { catchFault, plantedFaults, type Catch } from './planted/index.ts';
import { EmbeddedWorlds } from './world/embedded-worlds.ts';
import { runWorld, type Run } from './world/world.ts';

/** What a worker is asked to do: run seeds, or catch a planted fault by its place in the list within so many seeds. */
export type Work =
  | { readonly seeds: readonly number[]; readonly isEmbedded: boolean }
  | { readonly planted: number; readonly limit: number };

/** What it says of each seed, and of a fault what caught it; in the end that it is done. */
export type Answer = { readonly run: Run } | { readonly name: string; readonly caught: Catch | undefined } | 'done';

async function work(task: Work, answer: (answer: Answer) => void): Promise<void> {
  if ('seeds' in task) {
    const worlds = task.isEmbedded ? await EmbeddedWorlds.start() : undefined;
    for (const seed of task.seeds) answer({ run: await runWorld(seed, { ...worlds?.options }) });
    await worlds?.stop();
  } else {
    const fault = plantedFaults[task.planted]!;
    answer({ name: fault.name, caught: await catchFault(fault, task.limit) });
  }
  answer('done');
}

process.on('message', (task: Work) => {
  work(task, (answer) => process.send!(answer)).catch((error: unknown) => {
    process.stderr.write(`${String((error as Error).stack)}\n`);
    process.exit(1);
  });
});
