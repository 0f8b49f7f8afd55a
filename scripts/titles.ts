import { readFile } from 'node:fs/promises';
import { run } from './run.ts';

/**
 * A test by what it holds to its word: `[M1]` a rule of docs/SPEC.md, `[fault F4]` a fault of docs/faults.md, `[does search]` a
 * part of docs/product.md.
 */
export interface Title {
  readonly file: string;
  readonly title: string;
  readonly rules: readonly string[];
  readonly faults: readonly string[];
  readonly does: readonly string[];
}

const TITLE = /(['"`])(\[(?:[A-Z]+\d+|fault F\d+|does [a-z]+)\](?:\\.|(?!\1)[^\\])*)\1/g;

/** Of all tests, and of the contracts that several of them run. */
export async function readTitles(): Promise<Title[]> {
  const tracked = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx']);
  const files = tracked.split('\n').filter((path) => /\.test\.tsx?$|-contract\.ts$/.test(path));
  const found: Title[] = [];
  for (const file of [...new Set(files)].sort()) {
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const [, , title] of text.matchAll(TITLE)) {
      const [ids] = /^(?:\[[^\]]+\] ?)+/.exec(title!)!;
      found.push({
        file,
        title: title!.slice(ids.length).replaceAll(/\\(.)/g, '$1').replaceAll(/\s+/g, ' '),
        rules: [...ids.matchAll(/\[([A-Z]+\d+)\]/g)].map(([, id]) => id!),
        faults: [...ids.matchAll(/\[fault (F\d+)\]/g)].map(([, id]) => id!),
        does: [...ids.matchAll(/\[does ([a-z]+)\]/g)].map(([, id]) => id!),
      });
    }
  }
  return found;
}
