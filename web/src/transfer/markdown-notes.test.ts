import { registry } from '@cairn/domain';
import { markdownFrom } from '@cairn/text';
import { readFrontMatter } from './front-matter.ts';
import { ImportError } from './import-plan.ts';
import { isMarkdown, planMarkdown } from './markdown-notes.ts';
import { planContext } from './testing.ts';
import { unpack } from './zip.ts';

const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
const plan = (...files: ReturnType<typeof file>[]) => planMarkdown(files, [], planContext());
const payloads = (...files: ReturnType<typeof file>[]) => plan(...files).events.map(({ payload }) => payload);

test('[D3] a title comes from the front matter, the first heading, or the name of the file', () => {
  expect(
    payloads(
      file('a.md', '---\ntitle: Named\ntags: [Trip, "to do"]\n---\n\n# Heading\ntext'),
      file('b.md', '# Heading #\n\ntext'),
      file('folder/Plan for May.md', 'text'),
    ),
  ).toMatchObject([
    { title: 'Named', tags: ['Trip', 'to-do'], body: '# Heading\ntext' },
    { title: 'Heading', body: 'text' },
    { title: 'Plan for May', body: 'text' },
  ]);
});

test.each([
  ['tags: a, b', ['a', 'b']],
  ['tags:\n  - a\n  - "b c"\n', ['a', 'b c']],
  ["tags: ['a', b]", ['a', 'b']],
  ['title: x\ncreated: 2026-01-01\ndescription: |\n  several\n  lines\ntags: [a]', ['a']],
])('[D3] front matter %j', (text, tags) => {
  expect(readFrontMatter(`---\n${text}\n---\nbody`)).toMatchObject({ front: { tags }, body: 'body' });
});

test('[D3] a text between dashes that is no front matter stays', () => {
  const text = '---\nwords of a poem\n---\nmore';
  expect(readFrontMatter(text)).toEqual({ front: { tags: [], pinned: false }, body: text });
});

test('[D3] a text longer than an event holds follows in edits, every one within the limits, and says the same', () => {
  const long = Array.from({ length: 9_000 }, (_, n) => `- [ ] line ${n} 🪨`).join('\n');
  const { events } = plan(file('long.md', `# Long\n\n${long}`));
  expect(events.length).toBeGreaterThan(2);
  const stamp = {
    id: '01900000-0000-7000-8000-0000000000ff',
    parentVersion: 0,
    sequence: 1,
    occurredAt: '2026-11-20T09:00:00.000Z-0000',
  };
  for (const { mutation, payload } of events) registry.parse(mutation, { event: stamp, ...payload });
  expect(markdownFrom(events.slice(1).map(({ payload }) => (payload as { update: string }).update))).toBe(long);
});

test('[D3] [D4] what is no text is skipped and said; the rest is taken in', () => {
  const binary = { path: 'b.md', bytes: new Uint8Array([0xff, 0xfe, 0]) };
  const { created, remarks } = planMarkdown(
    [file('a.md', 'words'), binary, file('c.md', 'x'.repeat(1024 * 1024 + 1))],
    ['image.png', '.obsidian/app.json', '__MACOSX/a.md'],
    planContext(),
  );
  expect(created).toHaveLength(1);
  expect(remarks).toEqual([
    { where: 'image.png', why: 'no Markdown', isSkipped: true },
    { where: 'b.md', why: 'no text in UTF-8', isSkipped: true },
    { where: 'c.md', why: 'larger than 1 MB', isSkipped: true },
  ]);
  expect(isMarkdown('.trash/a.md')).toBe(false);
});

test('[D4] nothing to take in, and what is no zip, is an error of its own', () => {
  expect(() => planMarkdown([], ['a.png'], planContext())).toThrow(ImportError);
  expect(() => unpack(new Uint8Array([1, 2, 3]), () => true)).toThrow(ImportError);
});
