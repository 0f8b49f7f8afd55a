import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readTitles } from './titles.ts';

const PAGE = 'docs/faults.md';
const HEADING = /^### (F\d+) /;
/** A line that names a test: written by this script. */
const TEST = /^- \[/;

/** The page as it should be, each fault followed by the tests that name it, and what is wrong with it. */
async function written(): Promise<{ text: string; wrong: string[] }> {
  const titles = await readTitles();
  const known = new Set<string>();
  const wrong: string[] = [];
  const sections = (await readFile(PAGE, 'utf8')).split(/^(?=### )/m).map((section) => {
    const [, id] = HEADING.exec(section) ?? [];
    if (!id) return section;
    known.add(id);
    const tests = titles.filter(({ faults }) => faults.includes(id));
    const [own, ...after] = section.split(/^(?=## )/m);
    const prose = own!.split('\n').filter((line) => !TEST.test(line));
    const list = tests.map(({ file, title }) => `- [${file}](../${file}): ${title}`);
    if (tests.length === 0 && !prose.some((line) => line.startsWith('Not tested: '))) {
      wrong.push(`${PAGE}: no test names fault ${id}, and no reason is given`);
    }
    const body = [prose.join('\n').trimEnd(), ...(list.length > 0 ? ['', ...list] : []), '', ''].join('\n');
    return [body, ...after].join('');
  });
  for (const { file, faults } of titles) {
    for (const id of faults) if (!known.has(id)) wrong.push(`${file}: there is no fault ${id} in ${PAGE}`);
  }
  return { text: `${sections.join('').trimEnd()}\n`, wrong };
}

/** The table of faults names its tests, and every test's fault is in it. Empty when all is well. */
export async function checkFaults(): Promise<string[]> {
  const { text, wrong } = await written();
  return text === (await readFile(PAGE, 'utf8')) ? wrong : [...wrong, `${PAGE} is stale: npm run faults`];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { text, wrong } = await written();
  await writeFile(PAGE, text);
  wrong.forEach((line) => console.log(line));
}
