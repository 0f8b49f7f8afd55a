import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.ts';
import { check } from './check.ts';
import { run, runBin, say } from './run.ts';
import { missingServices } from './services.ts';
import { executable } from '../sim/src/browser-device.ts';
import { SHARED_SERVER } from '../sim/src/browser-server.ts';
import { missingPrograms } from '../sim/src/ring/programs.ts';
import { ServerProcess } from '../sim/src/server-process.ts';

/** The tests that start a PostgreSQL and a Redis of their own. */
const PROCESS_RING = 'sim/ring';

/** The tests that say how long something may take, by ring: nothing runs beside them. */
const MEASURING = {
  sql: '(attacks|socket-faults)\\.sql\\.test',
  services: '(append/faults|outage|revocation)\\.pg\\.test',
  browser: 'lighthouse\\.e2e\\.test',
} as const;

const TWO_AT_ONCE = ['--maxWorkers=2', '--testPathIgnorePatterns', '/node_modules/'];
const ALONE = ['--runInBand', '--testPathPatterns'];

const totals = { passed: 0, failed: 0 };
/** Named once more at the end: a long log may be cut. */
const failures: string[] = [];

/** What Jest writes of a ring. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** One ring of tests in its own process; what hangs in one cannot hide another's result. */
async function ring(project: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  say(`\n── ${project} ──`);
  const report = join(tmpdir(), `cairn-${process.pid}-${project}.json`);
  const command = ['--selectProjects', project, '--json', '--outputFile', report, '--forceExit', ...args];
  const nodeOptions = { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  await runBin('jest', command, { show: true, env: { ...nodeOptions, ...env } }).catch(() => undefined);
  const result = await readFile(report, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => undefined,
  );
  await rm(report, { force: true });
  totals.passed += result?.numPassedTests ?? 0;
  // A ring that died without a report, a file that did not load and a skipped test all count as failed.
  totals.failed += result ? result.numFailedTests + result.numRuntimeErrorTestSuites + result.numPendingTests : 1;
  if (!result) failures.push(`${project}: no report`);
  for (const { name, message, status, assertionResults } of result?.testResults ?? []) {
    const failed = assertionResults.filter((one) => one.status !== 'passed');
    if (status === 'failed' && failed.length === 0) failures.push(`${relative('.', name)}: ${opening(message)}`);
    for (const one of failed) {
      failures.push(`${relative('.', name)}: ${one.fullName}: ${opening(one.failureMessages[0] ?? one.status)}`);
    }
  }
}

function opening(message: string): string {
  return message.trim().slice(0, 300);
}

/** Says what was not run and why; where everything has to be there, that is a failure. */
async function notRun(why: string, tests: string): Promise<void> {
  say(`\n── services ──\n${why}. Not run:`);
  say(await run('git', ['ls-files', tests]));
  if (process.env.CI) totals.failed += 1;
}

async function main(): Promise<void> {
  const only = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
  const wants = (name: string) => only.length === 0 || only.includes(name);
  const started = Date.now();
  if (wants('check')) {
    const wrong = await check();
    wrong.forEach(say);
    totals[wrong.length === 0 ? 'passed' : 'failed'] += 1;
  }
  if (wants('pure')) await ring('pure', ['--maxWorkers=2']);
  if (wants('sql')) {
    await ring('sql', [...TWO_AT_ONCE, MEASURING.sql]);
    await ring('sql', [...ALONE, MEASURING.sql]);
  }
  if (wants('services')) {
    const missing = await missingServices();
    const programs = missingPrograms();
    if (missing.length === 0) {
      await ring('services', [...TWO_AT_ONCE, MEASURING.services, PROCESS_RING]);
      const alone = programs.length === 0 ? [MEASURING.services, PROCESS_RING] : [MEASURING.services];
      await ring('services', [...ALONE, ...alone]);
    } else await notRun(`${missing.join(' and ')} did not answer`, '*.pg.test.ts');
    if (missing.length === 0 && programs.length > 0) {
      await notRun(`This machine lacks ${programs.join(' and ')}`, `${PROCESS_RING}*.pg.test.ts`);
    }
  }
  if (wants('browser')) {
    await build();
    // Unpacked before two files at a time want it: one that is still being written cannot be started.
    await executable();
    const server = await ServerProcess.start();
    const env = { [SHARED_SERVER]: server.url };
    await ring('browser', [...TWO_AT_ONCE, MEASURING.browser], env);
    await ring('browser', [...ALONE, MEASURING.browser], env);
    await server.stop();
  }
  failures.forEach((failure) => say(`\n✕ ${failure}`));
  say(`\n${Math.round((Date.now() - started) / 1_000)} seconds`);
  say(`${totals.passed} passed, ${totals.failed} failed`);
  process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
}

await main();
