import { readFile } from 'node:fs/promises';
import { run } from './run.ts';

const RULE = /^- \*\*([A-Z]+\d+)\*\*/gm;
const TITLE = /['"`]((?:\[[A-Z]+\d+\] ?)+)/g;

/** The two-way check: rules that no test names, and tests that name no rule. Empty when all is well. */
export async function checkRules(): Promise<string[]> {
  const spec = await readFile('docs/SPEC.md', 'utf8');
  const rules = new Set([...spec.matchAll(RULE)].map(([, id]) => id!));
  const tracked = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx']);
  const named = new Map<string, string>();
  for (const file of tracked.split('\n').filter((path) => /\.test\.tsx?$|-contract\.ts$/.test(path))) {
    for (const [, ids] of (await readFile(file, 'utf8')).matchAll(TITLE)) {
      for (const [, id] of ids!.matchAll(/\[([A-Z]+\d+)\]/g)) named.set(id!, file);
    }
  }
  return [
    ...[...rules].filter((id) => !named.has(id)).map((id) => `docs/SPEC.md: no test names rule ${id}`),
    ...[...named]
      .filter(([id]) => !rules.has(id))
      .map(([id, file]) => `${file}: there is no rule ${id} in docs/SPEC.md`),
  ];
}
