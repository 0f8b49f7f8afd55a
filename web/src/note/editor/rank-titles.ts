/** How well a title fits what was typed: 0 best, undefined not at all. Every word has to be in it somewhere. */
export function rankOf(title: string, words: string): number | undefined {
  const within = title.toLowerCase();
  const asked = words.toLowerCase().trim();
  if (within.startsWith(asked)) return 0;
  const parts = asked.split(/\s+/);
  if (!parts.every((part) => within.includes(part))) return undefined;
  return parts.every((part) => within.startsWith(part) || within.includes(` ${part}`)) ? 1 : 2;
}

/** The best `limit` of them; equally good ones stay in order. */
export function bestFitting<T>(
  candidates: Iterable<T>,
  titleOf: (candidate: T) => string,
  words: string,
  limit: number,
): T[] {
  const ranks: T[][] = [[], [], []];
  for (const candidate of candidates) {
    const rank = rankOf(titleOf(candidate), words);
    if (rank !== undefined && ranks[rank]!.length < limit) ranks[rank]!.push(candidate);
  }
  return ranks.flat().slice(0, limit);
}
