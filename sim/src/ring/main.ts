import { parseArgs } from 'node:util';
import { server } from '../../../scripts/build.ts';
import { runRing } from './run.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? process.env.SEED ?? Date.now() % 1_000_000);
await server();
say(`seed ${seed}, ${values.seconds} seconds`);
const { counts, wrong, quietAfter } = await runRing({
  seed,
  seconds: Number(values.seconds),
  faultEvery: 3_000,
  writeEvery: 200,
  quietWithin: 120,
  say,
});
for (const [what, times] of Object.entries(counts)) say(`${String(times).padStart(8)}  ${what}`);
say(`quiet ${quietAfter.toFixed(1)} s after everything had healed`);
const never = Object.entries(counts).filter(([, times]) => times === 0);
for (const [what] of never) say(`never happened: ${what}`);
for (const fault of wrong) say(`WRONG ${fault}`);
say(wrong.length === 0 && never.length === 0 ? 'all is well' : `failed (seed ${seed})`);
process.exit(wrong.length === 0 && never.length === 0 ? 0 : 1);
