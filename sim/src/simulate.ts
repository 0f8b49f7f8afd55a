import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { catchFault, plantedFaults } from './planted/index.ts';
import { describeFailure, ONCE_FAILED } from './seeds.ts';
import { Counters } from './world/counters.ts';
import { runWorld, type Run } from './world/world.ts';

/** Seeds, or planted faults by place in the list, that one worker gets at a time. */
const SHARE = 10;
/** Seeds that each planted fault may take. */
const PLANTED_SEEDS = 500;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** What a worker is asked to do, and answers for each. */
type Work = { readonly seeds: readonly number[] } | { readonly planted: number };
type Answer = { readonly run: Run } | { readonly name: string; readonly told: string | undefined } | 'done';

async function work(task: Work, answer: (answer: Answer) => void): Promise<void> {
  if ('seeds' in task) {
    for (const seed of task.seeds) answer({ run: await runWorld(seed) });
  } else {
    const fault = plantedFaults[task.planted]!;
    const found = await catchFault(fault, PLANTED_SEEDS);
    answer({ name: fault.name, told: found && `seed ${found.seed}, ${found.what}` });
  }
  answer('done');
}

/** Shares the tasks out among as many processes as there are cores. */
async function shareOut(tasks: readonly Work[], onAnswer: (answer: Exclude<Answer, 'done'>) => void): Promise<void> {
  const left = [...tasks];
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), tasks.length) }, async () => {
      const worker: ChildProcess = fork(fileURLToPath(import.meta.url), ['--worker']);
      await new Promise<void>((resolve, reject) => {
        const next = () => {
          const task = left.shift();
          if (task) worker.send(task);
          else worker.disconnect();
        };
        worker.on('message', (answer: Answer) => (answer === 'done' ? next() : onAnswer(answer)));
        worker.on('error', reject);
        worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
        next();
      });
    }),
  );
}

async function simulate(from: number, count: number): Promise<boolean> {
  const seeds = [...ONCE_FAILED, ...Array.from({ length: count }, (_, index) => from + index)];
  const tasks: Work[] = [];
  for (let at = 0; at < seeds.length; at += SHARE) tasks.push({ seeds: seeds.slice(at, at + SHARE) });
  const counters = new Counters();
  const failed: Run[] = [];
  const started = performance.now();
  let runs = 0;
  await shareOut(tasks, (answer) => {
    if (!('run' in answer)) return;
    runs += 1;
    counters.add(answer.run.counts);
    if (answer.run.violation) {
      failed.push(answer.run);
      say(describeFailure(answer.run));
    }
    if (runs % 1_000 === 0) say(`${runs} seeds, ${failed.length} failed`);
  });
  const seconds = (performance.now() - started) / 1_000;
  for (const [what, times] of Object.entries(counters.all())) say(`${String(times).padStart(8)}  ${what}`);
  const never = Object.entries(counters.all()).filter(([, times]) => times === 0);
  say(`${runs} seeds in ${seconds.toFixed(0)} s, ${(runs / seconds).toFixed(1)} each second; ${failed.length} failed`);
  for (const [what] of never) say(`never happened: ${what}`);
  return failed.length === 0 && never.length === 0;
}

async function simulatePlanted(): Promise<boolean> {
  let missed = 0;
  await shareOut(
    plantedFaults.map((_, planted) => ({ planted })),
    (answer) => {
      if (!('name' in answer)) return;
      if (answer.told === undefined) missed += 1;
      say(`${answer.told === undefined ? 'MISSED' : 'caught'} ${answer.name}${answer.told ? `: ${answer.told}` : ''}`);
    },
  );
  say(`${plantedFaults.length - missed} of ${plantedFaults.length} planted faults caught`);
  return missed === 0;
}

async function replay(seed: number): Promise<boolean> {
  const run = await runWorld(seed, { onNote: say });
  if (run.violation) say(describeFailure(run));
  return run.violation === undefined;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '300' },
      from: { type: 'string', default: '1' },
      planted: { type: 'boolean', default: false },
    },
  });
  if (process.env.SEED) return replay(Number(process.env.SEED));
  return values.planted ? simulatePlanted() : simulate(Number(values.from), Number(values.seeds));
}

if (process.argv[2] === '--worker') {
  process.on('message', (task: Work) => void work(task, (answer) => process.send!(answer)));
} else {
  process.exit((await main()) ? 0 : 1);
}
