import { ASK } from '../field.ts';
import { resolver } from './resolver.ts';

/** The lines that `to` has instead of `from`'s lines `start` (included) to `end` (not included): one stretch. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

function editOf(from: readonly string[], to: readonly string[]): Edit {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  return { start, end: from.length - tail, lines: to.slice(start, to.length - tail) };
}

/**
 * Text of lines, changed on two sides: both changes where they are apart, else the person chooses. Each side counts as
 * one stretch from its first to its last changed line. Stretches that touch ask too: which of two lines added at the
 * same place comes first is not for a rule to say.
 */
export const mergeLines = resolver<string>('merge-lines', (base, mine, theirs) => {
  if (base === null) return ASK;
  if (base === theirs) return mine;
  if (base === mine) return theirs;
  const lines = base.split('\n');
  const [first, second] = [editOf(lines, mine.split('\n')), editOf(lines, theirs.split('\n'))].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  ) as [Edit, Edit];
  if (first.end >= second.start) return ASK;
  return [
    ...lines.slice(0, first.start),
    ...first.lines,
    ...lines.slice(first.end, second.start),
    ...second.lines,
    ...lines.slice(second.end),
  ].join('\n');
});
