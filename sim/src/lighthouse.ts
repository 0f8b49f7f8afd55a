import { readFile, rm, mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/run.ts';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

export type Form = 'desktop' | 'mobile';

/** How much slower than the machine it runs on Lighthouse takes a phone's processor to be, on a machine that it is made for. */
const SLOWDOWN = 4;
/** Lighthouse's benchmark index of such a machine: it warns of one that has less than half of it. */
const EXPECTED_INDEX = 2000;

export interface Judgement {
  /** How fast the machine is that it ran on, by Lighthouse's own benchmark. */
  readonly benchmarkIndex: number;
  /** From 0 to 1. */
  readonly scores: Readonly<Record<(typeof CATEGORIES)[number], number>>;
  /** Audits that cost something, in words. */
  readonly found: readonly string[];
}

interface Report {
  readonly environment: { readonly benchmarkIndex: number };
  readonly runtimeError?: { readonly message: string };
  readonly categories: Readonly<
    Record<string, { readonly score: number | null; readonly auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null; readonly displayValue?: string }>
  >;
}

/**
 * What Lighthouse says of a page in the browser that listens for a debugger on `port`, in a new tab of that browser's own
 * profile: who is signed in there is signed in here. Loading is simulated from what was observed, so that a busy machine
 * changes it little: for `desktop` 40 ms and 10 Mbit/s, for `mobile` 150 ms, 1.6 Mbit/s and a processor `slowdown` times
 * slower, by default Lighthouse's four.
 *
 * @throws when it cannot be judged
 */
export async function lighthouse(port: number, url: string, form: Form, slowdown = SLOWDOWN): Promise<Judgement> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-lighthouse-'));
  try {
    const path = join(folder, 'report.json');
    // A process of its own: it is a program for the command line, and Jest's modules are not Node's.
    await run(process.execPath, [
      createRequire(import.meta.url).resolve('lighthouse/cli/index.js'),
      url,
      `--port=${port}`,
      // Mobile is what it does without being asked.
      form === 'desktop' ? '--preset=desktop' : `--throttling.cpuSlowdownMultiplier=${slowdown}`,
      '--throttling-method=simulate',
      '--disable-storage-reset',
      '--no-enable-error-reporting',
      '--quiet',
      `--only-categories=${CATEGORIES.join()}`,
      '--output=json',
      `--output-path=${path}`,
    ]);
    return judgementOf(JSON.parse(await readFile(path, 'utf8')) as Report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The same phone on a machine that is slower than Lighthouse expects: one that is half as fast would make it a phone of half
 * the speed. Never more than four, and a fast machine does not make it a slower phone.
 */
export function slowdownOn(benchmarkIndex: number): number {
  return Math.max(1, SLOWDOWN * Math.min(1, benchmarkIndex / EXPECTED_INDEX));
}

function judgementOf({ runtimeError, environment, categories, audits }: Report): Judgement {
  if (runtimeError) throw new Error(runtimeError.message);
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, categories[name]!.score ?? 0]));
  const found = CATEGORIES.flatMap((name) => categories[name]!.auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]!.score ?? 1) < 0.9)
    .map(({ id }) => `${id}: ${audits[id]!.title} ${audits[id]!.displayValue ?? ''}`.trim());
  return { benchmarkIndex: environment.benchmarkIndex, scores: scores as Judgement['scores'], found };
}
