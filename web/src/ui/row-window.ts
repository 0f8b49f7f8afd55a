// Which rows of a long list are in the page. Lengths in pixels, counted from the top of the list.

/** Where each row begins, and at the end where the last one ends. */
export function offsetsOf(ids: readonly string[], heightOf: (id: string) => number): readonly number[] {
  const offsets = new Array<number>(ids.length + 1);
  offsets[0] = 0;
  ids.forEach((id, index) => (offsets[index + 1] = offsets[index]! + heightOf(id)));
  return offsets;
}

/** The row at `y`; the nearest one where there is none. */
export function rowAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The rows between `top` and `bottom` and `spare` more on each side, in order.
 * @param keep one more, wherever it is; -1 for none
 */
export function rowsBetween(
  offsets: readonly number[],
  top: number,
  bottom: number,
  spare: number,
  keep: number,
): readonly number[] {
  const count = offsets.length - 1;
  if (count === 0) return [];
  const first = Math.max(0, rowAt(offsets, top) - spare);
  const last = Math.min(count - 1, rowAt(offsets, bottom) + spare);
  const rows = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  if (keep < 0 || keep >= count) return rows;
  if (keep < first) return [keep, ...rows];
  return keep > last ? [...rows, keep] : rows;
}

/** Where to scroll so that the row is in sight, clear of what may cover the edges; `top` when it already is. */
export function topToShow(
  offsets: readonly number[],
  index: number,
  { top, height, above, below }: { top: number; height: number; above: number; below: number },
): number {
  const start = offsets[index]!;
  const end = offsets[index + 1]!;
  if (start - above < top) return start - above;
  if (end + below > top + height) return end + below - height;
  return top;
}
