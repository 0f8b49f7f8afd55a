import { diffWordsWithSpace } from 'diff';

/** A stretch of text: in both, only in the first, only in the second. */
export interface Stretch {
  readonly text: string;
  readonly is: 'same' | 'gone' | 'new';
}

/** Beyond so many words apart, two texts have too little in common for a comparison to help. */
const FURTHEST = 1_000;
/** Characters of unchanged text that stay on each side of a change. */
const CONTEXT = 60;

/** What changed between two texts, word by word; long stretches that did not are cut short. */
export function wordDiff(from: string, to: string): Stretch[] {
  const found = diffWordsWithSpace(from, to, { maxEditLength: FURTHEST });
  if (!found) return [{ text: to, is: 'new' }];
  return found.map(({ value, added, removed }, index) =>
    added || removed
      ? { text: value, is: added ? 'new' : 'gone' }
      : { text: cut(value, index === 0, index === found.length - 1), is: 'same' },
  );
}

function cut(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? '' : text.slice(0, CONTEXT);
  const tail = isLast ? '' : text.slice(-CONTEXT);
  return text.length <= 2 * CONTEXT ? text : `${head} … ${tail}`;
}
