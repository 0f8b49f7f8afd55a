import { readFile, writeFile } from 'node:fs/promises';
import { outcomeTables } from './outcomes.ts';

/** The page whose tables are written from what the domain does. */
export const OUTCOMES_PAGE = new URL('../../../docs/conflicts.md', import.meta.url);
const BEGIN = '<!-- begin: npx tsx domain/src/testing/write-outcomes.ts -->';
const END = '<!-- end -->';

/** The page with the tables of today. */
export function withTables(page: string): string {
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`docs/conflicts.md needs the lines ${BEGIN} and ${END}`);
  return `${page.slice(0, before + BEGIN.length)}\n\n${outcomeTables()}\n\n${page.slice(after)}`;
}

if (process.argv[1]?.endsWith('write-outcomes.ts')) {
  await writeFile(OUTCOMES_PAGE, withTables(await readFile(OUTCOMES_PAGE, 'utf8')));
}
