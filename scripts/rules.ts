import { readFile } from 'node:fs/promises';
import { readTitles } from './titles.ts';

const RULE = /^- \*\*([A-Z]+\d+)\*\*/gm;

/** The two-way check: rules that no test names, and tests that name no rule. Empty when all is well. */
export async function checkRules(): Promise<string[]> {
  const spec = await readFile('docs/SPEC.md', 'utf8');
  const rules = new Set([...spec.matchAll(RULE)].map(([, id]) => id!));
  const named = new Map((await readTitles()).flatMap(({ file, rules }) => rules.map((id) => [id, file] as const)));
  return [
    ...[...rules].filter((id) => !named.has(id)).map((id) => `docs/SPEC.md: no test names rule ${id}`),
    ...[...named]
      .filter(([id]) => !rules.has(id))
      .map(([id, file]) => `${file}: there is no rule ${id} in docs/SPEC.md`),
  ];
}
