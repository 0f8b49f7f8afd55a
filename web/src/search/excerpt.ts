import { wordsIn } from './fold.ts';

/** A piece of text, marked where it was looked for. */
export interface Piece {
  readonly text: string;
  readonly isFound: boolean;
}

/** Characters before the first word that was found, and in all. */
const LEAD = 48;
const LENGTH = 180;
/** Words of a text that are read for it: a book costs no more than some pages. */
const READ = 20_000;

/** All of a text, in pieces. */
export function marked(text: string, terms: ReadonlySet<string>): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { at, length, term } of wordsIn(text)) {
    if (!terms.has(term)) continue;
    if (at > from) pieces.push({ text: text.slice(from, at), isFound: false });
    pieces.push({ text: text.slice(at, at + length), isFound: true });
    from = at + length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isFound: false });
  return pieces;
}

/** What Markdown has beside words. */
const MARKS = /[*_`~#>|]+|\[[ xX]\]|\]\([^)\s]*\)?|[[\]]|^\s*-\s/gm;

/** The part of a text around the first word that was found, else its beginning; on one line. */
export function excerpt(text: string, terms: ReadonlySet<string>, isMarkdown = false): readonly Piece[] {
  const start = startOf(text, terms);
  const raw = text.slice(start, start + LENGTH);
  const part = (isMarkdown ? raw.replaceAll(MARKS, ' ') : raw).replaceAll(/\s+/g, ' ');
  const pieces = marked(part.trim(), terms);
  return start > 0 ? [{ text: '… ', isFound: false }, ...pieces] : pieces;
}

function startOf(text: string, terms: ReadonlySet<string>): number {
  let read = 0;
  for (const { at, term } of wordsIn(text)) {
    if (terms.has(term)) {
      if (at <= LEAD) return 0;
      const space = text.indexOf(' ', at - LEAD);
      return space >= 0 && space < at ? space + 1 : at - LEAD;
    }
    if ((read += 1) > READ) break;
  }
  return 0;
}
