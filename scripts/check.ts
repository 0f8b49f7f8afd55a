import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { codegen } from './codegen.ts';
import { faults } from './faults.ts';
import { product } from './product.ts';
import { checkRules } from './rules.ts';
import { run, runBin, say } from './run.ts';
import { checkPage } from './test-lists.ts';

/** What the pipe must not know: names of concepts in code that every concept shares. */
const CONCEPTS = /\b(tasks?|notes?)\b/i;
const PIPE = ['client/src', 'api/src/append', 'api/src/feed'];

async function checkPipe(): Promise<string[]> {
  const files = (await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...PIPE])).split('\n');
  const found: string[] = [];
  for (const file of files.filter(
    (path) => path.endsWith('.ts') && !/\.test\.ts$|\/testing\/|-contract\.ts$/.test(path),
  )) {
    (await readFile(file, 'utf8')).split('\n').forEach((line, index) => {
      if (CONCEPTS.test(line)) found.push(`${file}:${index + 1} names a concept: ${line.trim()}`);
    });
  }
  return found;
}

/** schema.graphql must be what the server says. */
async function checkSchema(): Promise<string[]> {
  const { emitSchema } = await import('../api/src/emit-schema.ts');
  const emitted = await emitSchema();
  return emitted === (await readFile('schema.graphql', 'utf8')) ? [] : ['schema.graphql is stale: npm run schema'];
}

const failures = (run: Promise<unknown>): Promise<string[]> =>
  run.then(
    () => [],
    (error: Error) => [error.message],
  );

/** What earlier runs here have found out of files that are still the same; a fresh clone has none. */
const CACHE = 'node_modules/.cache/check';
const remembered = (name: string) => ['--cache', '--cache-location', `${CACHE}/${name}`];
const compiled = (name: string) => ['--noEmit', '--incremental', '--tsBuildInfoFile', `${CACHE}/${name}.tsbuildinfo`];

/** Everything that reads the code without running it. Answers what is wrong. */
export async function check(): Promise<string[]> {
  await codegen();
  const steps: [string, () => Promise<string[]>][] = [
    ['Types', () => failures(runBin('tsc', ['--project', 'tsconfig.json', ...compiled('all')]))],
    ['Types of the web app', () => failures(runBin('tsc', ['--project', 'web/tsconfig.json', ...compiled('web')]))],
    ['Lint', () => failures(runBin('eslint', ['.', '--max-warnings', '0', ...remembered('eslint')]))],
    ['Format', () => failures(runBin('prettier', ['--check', '.', ...remembered('prettier')]))],
    ['Rules and tests name each other', checkRules],
    ['The faults name their tests', () => checkPage(faults)],
    ['What the app does names its tests', () => checkPage(product)],
    ['The pipe names no concept', checkPipe],
    ['schema.graphql is what the server says', checkSchema],
  ];
  const wrong: string[] = [];
  for (const [name, step] of steps) {
    const found = await step();
    say(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    wrong.push(...found);
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wrong = await check();
  wrong.forEach(say);
  process.exit(wrong.length === 0 ? 0 : 1);
}
