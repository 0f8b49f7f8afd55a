import { readFile, rm, mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/run.ts';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

export type Form = 'desktop' | 'mobile';

export interface Judgement {
  /** From 0 to 1. */
  readonly scores: Readonly<Record<(typeof CATEGORIES)[number], number>>;
  /** Audits that cost something, in words. */
  readonly found: readonly string[];
}

interface Report {
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
 * changes it little: for `desktop` 40 ms and 10 Mbit/s, for `mobile` 150 ms, 1.6 Mbit/s and a processor four times slower.
 *
 * @throws when it cannot be judged
 */
export async function lighthouse(port: number, url: string, form: Form): Promise<Judgement> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-lighthouse-'));
  try {
    const path = join(folder, 'report.json');
    // A process of its own: it is a program for the command line, and Jest's modules are not Node's.
    await run(process.execPath, [
      createRequire(import.meta.url).resolve('lighthouse/cli/index.js'),
      url,
      `--port=${port}`,
      // Mobile is what it does without being asked.
      ...(form === 'desktop' ? ['--preset=desktop'] : []),
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

function judgementOf({ runtimeError, categories, audits }: Report): Judgement {
  if (runtimeError) throw new Error(runtimeError.message);
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, categories[name]!.score ?? 0]));
  const found = CATEGORIES.flatMap((name) => categories[name]!.auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]!.score ?? 1) < 0.9)
    .map(({ id }) => `${id}: ${audits[id]!.title} ${audits[id]!.displayValue ?? ''}`.trim());
  return { scores: scores as Judgement['scores'], found };
}
