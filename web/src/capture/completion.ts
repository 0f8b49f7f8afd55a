/** A word that is being typed and may be one of those known. */
export interface Unfinished {
  readonly sign: '#' | '@';
  /** Where the sign stands. */
  readonly from: number;
  readonly query: string;
}

const TAG = /(?<=^|\s)#([\p{L}\p{N}_/-]*)$/u;
/** The names of lists may have spaces. */
const LIST = /(?<=^|\s)@(\S(?:[^@]*))?$/;

/** What is being typed right before the caret. */
export function unfinished(text: string, caret: number): Unfinished | undefined {
  const before = text.slice(0, caret);
  const tag = TAG.exec(before);
  if (tag) return { sign: '#', from: tag.index, query: tag[1]! };
  const list = LIST.exec(before);
  return list ? { sign: '@', from: list.index, query: list[1] ?? '' } : undefined;
}

/** Those that begin like it first, then those with a word that does; none once it stands there whole. */
export function completions<T>(
  known: readonly T[],
  nameOf: (item: T) => string,
  query: string,
  most = 6,
): readonly T[] {
  const wanted = query.toLowerCase();
  const rank = (item: T) => {
    const name = nameOf(item).toLowerCase();
    if (name.startsWith(wanted)) return 0;
    return name.split(/[\s/_-]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  if (known.some((item) => nameOf(item).toLowerCase() === wanted)) return [];
  return known
    .map((item) => ({ item, rank: rank(item) }))
    .filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ item }) => item);
}

/** The text with the word written out, and where the caret then stands. */
export function complete(
  text: string,
  { sign, from, query }: Unfinished,
  name: string,
): { text: string; caret: number } {
  const rest = text.slice(from + 1 + query.length);
  const written = `${sign}${name} `;
  return { text: text.slice(0, from) + written + rest.trimStart(), caret: from + written.length };
}
