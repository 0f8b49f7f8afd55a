/** What stands before the text of a list item, a quote, or both. */
const PREFIX = /^((?:\s*>)*\s*)(?:([-*+])|(\d{1,9})([.)]))(\s+)(\[[ xX]\]\s+)?/;
const QUOTE = /^(?:\s*>)+\s?/;

/** A change within one line. */
export interface LineChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What Enter does in a line: begins a new one with `insert`, or puts `instead` in the place of `clear` characters. */
export type NextLine = { readonly insert: string } | { readonly clear: number; readonly instead: string };

/**
 * Enter in a list or a quote goes on with it; in an item without a text it ends the list.
 * @param line whole; `at` where the cursor is in it
 * @returns undefined where Enter is only a new line
 */
export function nextLine(line: string, at: number): NextLine | undefined {
  const item = PREFIX.exec(line);
  const prefix = item ?? QUOTE.exec(line);
  if (!prefix || at < prefix[0].length) return undefined;
  if (line.slice(prefix[0].length).trim() === '') {
    // Right under a quote, a line without its mark would still belong to it.
    return { clear: prefix[0].length, instead: item ? (QUOTE.exec(line)?.[0] ?? '') : '\n' };
  }
  if (!item) return { insert: prefix[0] };
  const [, indent = '', bullet, number, dot = '', space = ' ', check] = item;
  return { insert: `${indent}${bullet ?? `${Number(number) + 1}${dot}`}${space}${check ? '[ ] ' : ''}` };
}

/** Spaces by which Tab moves an item: to where the text of the item above begins. 0 where the line is no item. */
export function indentOf(line: string): number {
  const item = PREFIX.exec(line);
  return item ? `${item[2] ?? `${item[3]}${item[4]}`} `.length : 0;
}

/** How many characters Shift-Tab takes from the front of an item. */
export function outdentOf(line: string): number {
  const spaces = /^\s*/.exec(line)![0].length;
  return PREFIX.test(line) ? Math.min(spaces, indentOf(line)) : 0;
}

/** The line as a list item that can be ticked; ticked or not where it is one. */
export function tickLine(line: string): LineChange {
  const item = PREFIX.exec(line);
  if (!item) {
    const from = /^(?:\s*>)*\s*/.exec(line)![0].length;
    return { from, to: from, insert: '- [ ] ' };
  }
  const end = item[0].length;
  const check = item[6];
  if (!check) return { from: end, to: end, insert: '[ ] ' };
  const at = end - check.length + 1;
  return { from: at, to: at + 1, insert: check[1] === ' ' ? 'x' : ' ' };
}

/** Makes a line a list item, with a box to tick or without; takes that away where it is one already. */
export function toggleItem(line: string, mark: '- ' | '- [ ] '): LineChange {
  const item = PREFIX.exec(line);
  const from = /^(?:\s*>)*\s*/.exec(line)![0].length;
  const to = item ? item[0].length : from;
  const isSame = item !== null && Boolean(item[6]) === (mark === '- [ ] ');
  return { from, to, insert: isSame ? '' : mark };
}

/** A larger heading of none, a smaller one of a large one, none of the smallest. */
export function nextHeading(line: string): LineChange {
  const [mark, level] = /^(#{1,6})\s+/.exec(line) ?? ['', ''];
  return { from: 0, to: mark.length, insert: level.length < 3 ? `${level}# ` : '' };
}
