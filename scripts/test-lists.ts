import { readFile, writeFile } from 'node:fs/promises';
import { readTitles, type Title } from './titles.ts';

/** A page of docs whose sections each end with the tests that name them. */
export interface ListPage {
  readonly path: string;
  /** The heading of a section; its first group is the section's id. */
  readonly heading: RegExp;
  /** What a section is called, for whoever has to mend it. */
  readonly kind: string;
  /** The command that writes the page. */
  readonly command: string;
  idsOf(title: Title): readonly string[];
  /** Files whose tests count here. Default: all. */
  counts?(file: string): boolean;
}

/** A line that names a test: written by these scripts. */
const TEST = /^- \[/;

/** The page as it should be, each section followed by the tests that name it, and what is wrong with it. */
async function written(page: ListPage): Promise<{ text: string; wrong: string[] }> {
  const { path, heading, kind, idsOf, counts = () => true } = page;
  const titles = await readTitles();
  const known = new Set<string>();
  const wrong: string[] = [];
  const sections = (await readFile(path, 'utf8')).split(/^(?=### )/m).map((section) => {
    const id = heading.exec(section)?.[1]?.toLowerCase();
    if (!id) return section;
    known.add(id);
    const tests = titles.filter((title) => counts(title.file) && idsOf(title).some((one) => one.toLowerCase() === id));
    const [own, ...after] = section.split(/^(?=## )/m);
    const prose = own!.split('\n').filter((line) => !TEST.test(line));
    const list = tests.map(({ file, title }) => `- [${file}](../${file}): ${title}`);
    if (tests.length === 0 && !prose.some((line) => line.startsWith('Not tested: '))) {
      wrong.push(`${path}: no test names ${kind} ${id}, and no reason is given`);
    }
    const body = [prose.join('\n').trimEnd(), ...(list.length > 0 ? ['', ...list] : []), '', ''].join('\n');
    return [body, ...after].join('');
  });
  for (const title of titles) {
    for (const id of idsOf(title)) {
      if (!known.has(id.toLowerCase())) wrong.push(`${title.file}: there is no ${kind} ${id} in ${path}`);
      else if (!counts(title.file))
        wrong.push(`${title.file}: only a test in a browser holds ${kind} ${id} to its word`);
    }
  }
  return { text: `${sections.join('').trimEnd()}\n`, wrong };
}

/** The page names its tests, and what every test names is in it. Empty when all is well. */
export async function checkPage(page: ListPage): Promise<string[]> {
  const { text, wrong } = await written(page);
  const isStale = text !== (await readFile(page.path, 'utf8'));
  return isStale ? [...wrong, `${page.path} is stale: ${page.command}`] : wrong;
}

/** Writes the tests into the page, and says what is wrong with it. */
export async function writePage(page: ListPage): Promise<void> {
  const { text, wrong } = await written(page);
  await writeFile(page.path, text);
  wrong.forEach((line) => console.log(line));
}
