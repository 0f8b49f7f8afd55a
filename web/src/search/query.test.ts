import { excerpt, marked } from './excerpt.ts';
import { termsIn } from './fold.ts';
import { isEmpty, parseQuery } from './query.ts';

test('[W4] words, phrases, tags and filters, as they are typed', () => {
  const query = parseQuery('Café "two Words" #Home in:"my list" in:garden is:done IS:Note is:nothing');
  expect(query).toEqual({
    terms: ['cafe', 'two', 'words'],
    phrases: ['two words'],
    tags: ['home'],
    lists: ['my list', 'garden'],
    traits: new Set(['done', 'note']),
  });
  expect([isEmpty(parseQuery('  ')), isEmpty(parseQuery('in: is:')), isEmpty(parseQuery('#a'))]).toEqual([
    true,
    true,
    false,
  ]);
  expect(parseQuery('"half ty').terms).toEqual(['half', 'ty']);
});

test('[W4] scripts without spaces are looked for sign by sign', () => {
  expect(termsIn('会議 at 9, naïve Straße')).toEqual(['会', '議', 'at', '9', 'naive', 'strasse']);
});

test('[W4] what was found is marked as it is written', () => {
  expect(marked('Der Käse, käse!', new Set(['kase']))).toEqual([
    { text: 'Der ', isFound: false },
    { text: 'Käse', isFound: true },
    { text: ', ', isFound: false },
    { text: 'käse', isFound: true },
    { text: '!', isFound: false },
  ]);
});

test('[W4] an excerpt is the part of a text where it was found', () => {
  const text = `${'before '.repeat(40)}the needle ${'after '.repeat(60)}`;
  const pieces = excerpt(text, new Set(['needle']));
  expect(pieces.find(({ isFound }) => isFound)).toEqual({ text: 'needle', isFound: true });
  expect(pieces.map((piece) => piece.text).join('')).toMatch(/^… before .* the needle after .*after/);
  expect(pieces.map((piece) => piece.text).join('').length).toBeLessThan(190);
  expect(excerpt('# A *bold* [link](https://x.example)', new Set(['bold']), true)).toEqual([
    { text: 'A ', isFound: false },
    { text: 'bold', isFound: true },
    { text: ' link', isFound: false },
  ]);
});
