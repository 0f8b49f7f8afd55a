import { wordDiff } from './word-diff.ts';

it('tells word by word what changed', () => {
  expect(wordDiff('Buy flat stones', 'Buy seven flat stones')).toEqual([
    { text: 'Buy ', is: 'same' },
    { text: 'seven ', is: 'new' },
    { text: 'flat stones', is: 'same' },
  ]);
  expect(wordDiff('Buy milk', 'Buy oats').filter(({ is }) => is !== 'same')).toEqual([
    { text: 'milk', is: 'gone' },
    { text: 'oats', is: 'new' },
  ]);
});

it('cuts short what did not change, beside the change', () => {
  const long = 'word '.repeat(100);
  const [before, , after] = wordDiff(`${long}x ${long}`, `${long}y ${long}`).filter(({ is }) => is !== 'new');
  expect(before!.text.length).toBeLessThan(130);
  expect(before!.text.startsWith(' … ')).toBe(true);
  expect(after!.text.endsWith(' … ')).toBe(true);
});

it('shows the second text alone where the two have nothing to compare', () => {
  const words = (letter: string) => Array.from({ length: 1_500 }, (_, index) => `${letter}${index}`).join(' ');
  expect(wordDiff(words('a'), words('b'))).toEqual([{ text: words('b'), is: 'new' }]);
});
