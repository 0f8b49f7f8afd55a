import { TAG_LIMIT } from '@cairn/domain';
import { parseTag } from './parse-tag.ts';

it.each([
  ['home', 'home'],
  [' #home ', 'home'],
  ['at the office', 'at-the-office'],
  ['a#b', 'ab'],
  ['##', undefined],
  ['  ', undefined],
  ['x'.repeat(TAG_LIMIT + 1), undefined],
])('%p is %p', (typed, tag) => {
  expect(parseTag(typed)).toBe(tag);
});
