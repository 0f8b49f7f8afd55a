import { cpus, totalmem } from 'node:os';
import { build } from '../../scripts/build.ts';
import { appendBench } from './append/append.ts';
import { appBench } from './browser/app.ts';
import { clientBench } from './browser/client.ts';
import { feelBench } from './browser/feel.ts';
import { searchBench } from './browser/search.ts';
import { drainBench } from './drain.ts';
import { feedBench } from './feed/feed.ts';
import { mergeBench } from './merge.ts';
import { noteBench } from './note/note.ts';
import { scaleBench } from './scale/scale.ts';

const SECTIONS: readonly (readonly [name: string, run: () => Promise<string>])[] = [
  ['append', appendBench],
  ['drain', drainBench],
  ['feed', feedBench],
  ['merge', mergeBench],
  ['note', noteBench],
  ['scale', scaleBench],
  ['client', clientBench],
  ['app', appBench],
  ['feel', feelBench],
  ['search', searchBench],
];

// `npm run bench` runs all; `npm run bench -- client app` those two.
const wanted = process.argv.slice(2);
await build();
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]!.model}), ` +
    `${Math.round(totalmem() / 2 ** 30)} GB\n`,
);
for (const [name, run] of SECTIONS) {
  if (wanted.length === 0 || wanted.includes(name)) console.log(`${await run()}\n`);
}
process.exit(0);
