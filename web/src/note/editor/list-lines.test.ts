import { indentOf, nextHeading, nextLine, outdentOf, tickLine, toggleItem, type LineChange } from './list-lines.ts';

const changed = (line: string, { from, to, insert }: LineChange) => line.slice(0, from) + insert + line.slice(to);

test.each([
  ['- milk', '- '],
  ['  * milk', '  * '],
  ['9. milk', '10. '],
  ['3) milk', '4) '],
  ['- [x] milk', '- [ ] '],
  ['> said', '> '],
  ['> - said', '> - '],
])('Enter after %j begins the next line with %j', (line, insert) => {
  expect(nextLine(line, line.length)).toEqual({ insert });
});

test.each([
  ['- ', ''],
  ['12. ', ''],
  ['  - [x] ', ''],
  ['> ', '\n'],
  ['> - ', '> '],
])('Enter in %j, which has no text, leaves %j', (line, instead) => {
  expect(nextLine(line, line.length)).toEqual({ clear: line.length, instead });
});

test('Enter elsewhere is a new line', () => {
  expect(nextLine('plain', 5)).toBeUndefined();
  expect(nextLine('-no item', 8)).toBeUndefined();
  expect(nextLine('- milk', 0)).toBeUndefined();
});

test('Tab moves an item under the text of the one above, Shift-Tab back', () => {
  expect([indentOf('- a'), indentOf('10. a'), indentOf('plain')]).toEqual([2, 4, 0]);
  expect([outdentOf('    - a'), outdentOf(' - a'), outdentOf('- a'), outdentOf('  plain')]).toEqual([2, 1, 0, 0]);
});

test.each([
  ['milk', '- [ ] milk'],
  ['- milk', '- [ ] milk'],
  ['- [ ] milk', '- [x] milk'],
  ['  1. [X] milk', '  1. [ ] milk'],
  ['> milk', '> - [ ] milk'],
])('ticking %j makes it %j', (line, expected) => {
  expect(changed(line, tickLine(line))).toBe(expected);
});

test.each([
  ['milk', '- milk', '- [ ] milk'],
  ['- milk', 'milk', '- [ ] milk'],
  ['  - [x] milk', '  - milk', '  milk'],
  ['> milk', '> - milk', '> - [ ] milk'],
])('%j as an item is %j, as one to tick %j', (line, item, check) => {
  expect(changed(line, toggleItem(line, '- '))).toBe(item);
  expect(changed(line, toggleItem(line, '- [ ] '))).toBe(check);
});

test('headings grow smaller until there is none', () => {
  const seen = ['Plan'];
  for (let n = 0; n < 4; n += 1) seen.push(changed(seen.at(-1)!, nextHeading(seen.at(-1)!)));
  expect(seen).toEqual(['Plan', '# Plan', '## Plan', '### Plan', 'Plan']);
});
