import { parseArgs } from 'node:util';
import { plantedFaults } from './planted/index.ts';
import { catchAll, runSeeds } from './run-seeds.ts';
import { describeFailure, seedsFrom, seedsWithFailed } from './seeds.ts';
import { EmbeddedWorlds } from './world/embedded-worlds.ts';
import { runWorld } from './world/world.ts';

/** Seeds that each planted fault may take. */
const PLANTED_SEEDS = 500;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function simulate(from: number, count: number, isEmbedded: boolean): Promise<boolean> {
  const fresh = seedsFrom(from, count);
  const seeds = isEmbedded ? fresh : seedsWithFailed(fresh);
  const started = performance.now();
  let runs = 0;
  let failures = 0;
  const { counters } = await runSeeds(seeds, {
    isEmbedded,
    onRun(run) {
      runs += 1;
      if (run.violation) {
        failures += 1;
        say(describeFailure(run));
      }
      if (runs % 1_000 === 0) say(`${runs} seeds, ${failures} failed`);
    },
  });
  const seconds = (performance.now() - started) / 1_000;
  for (const [what, times] of Object.entries(counters.all())) say(`${String(times).padStart(8)}  ${what}`);
  say(`${runs} seeds in ${seconds.toFixed(0)} s, ${(runs / seconds).toFixed(1)} each second; ${failures} failed`);
  for (const what of counters.never()) say(`never happened: ${what}`);
  return failures === 0 && counters.never().length === 0;
}

async function simulatePlanted(): Promise<boolean> {
  const all = await catchAll(PLANTED_SEEDS, (name, caught) => {
    say(caught ? `caught ${name}: seed ${caught.seed}, ${caught.what}` : `MISSED ${name}`);
  });
  const caught = [...all.values()].filter(Boolean).length;
  say(`${caught} of ${plantedFaults.length} planted faults caught`);
  return caught === plantedFaults.length;
}

async function replay(seed: number, isEmbedded: boolean): Promise<boolean> {
  const worlds = isEmbedded ? await EmbeddedWorlds.start() : undefined;
  const run = await runWorld(seed, { onNote: say, ...worlds?.options });
  await worlds?.stop();
  if (run.violation) say(describeFailure(run));
  return run.violation === undefined;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '300' },
      from: { type: 'string', default: '1' },
      planted: { type: 'boolean', default: false },
      embedded: { type: 'boolean', default: false },
    },
  });
  if (process.env.SEED) return replay(Number(process.env.SEED), values.embedded);
  return values.planted ? simulatePlanted() : simulate(Number(values.from), Number(values.seeds), values.embedded);
}

process.exit((await main()) ? 0 : 1);
