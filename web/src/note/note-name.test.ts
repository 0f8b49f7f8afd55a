import { countWords, nameAndExcerpt } from './note-name.ts';

test('a note is called by its title, and without one by its first line', () => {
  expect(nameAndExcerpt('Trip', 'Pack the tent')).toEqual({ name: 'Trip', excerpt: 'Pack the tent' });
  expect(nameAndExcerpt(' ', '\n\n# Trip\n\nPack')).toEqual({ name: 'Trip', excerpt: 'Pack' });
  expect(nameAndExcerpt('', '')).toEqual({ name: 'Untitled note', excerpt: '' });
});

test.each([
  ['## Plans', 'Plans'],
  ['- [ ] buy *flat* stones', '☐ buy flat stones'],
  ['* [x] done', '☑ done'],
  ['12. twelfth', 'twelfth'],
  ['> > said **twice**', 'said twice'],
  ['see [Shopping \\[2\\]](cairn:note/1) and ~~not~~ `this`', 'see Shopping [2] and not this'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ['---', ''],
  ['```ts', ''],
])('%s is shown as %s', (line, shown) => {
  expect(nameAndExcerpt('Title', line).excerpt).toBe(shown);
});

test('an excerpt of a book is as quick as one of a page', () => {
  const { name, excerpt } = nameAndExcerpt('', 'word '.repeat(2_000_000));
  expect(name.length).toBeLessThan(700);
  expect(excerpt).toBe('');
});

test('words are counted as people count them', () => {
  expect(countWords('')).toBe(0);
  expect(countWords("It's 3.5 well-known  stones — 石")).toBe(5);
});
