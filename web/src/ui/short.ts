/** A title as a part of a sentence. */
export function short(title: string): string {
  return title.length > 40 ? `${title.slice(0, 39)}…` : title;
}
