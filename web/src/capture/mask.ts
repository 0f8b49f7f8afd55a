/** Neither a letter nor a space: what is covered joins nothing and means nothing. */
const COVER = '\u00d7';

/** The text with that stretch covered; every other character keeps its place. */
export function mask(text: string, from: number, to: number): string {
  return text.slice(0, from) + COVER.repeat(to - from) + text.slice(to);
}

export function maskAll(text: string, ranges: readonly { readonly from: number; readonly to: number }[]): string {
  return ranges.reduce((masked, { from, to }) => mask(masked, from, to), text);
}

export function maskMatches(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, (match) => COVER.repeat(match.length));
}
