/** Rows chosen together: some one by one, and a stretch from the anchor to the head. */
export interface Selection {
  readonly single: ReadonlySet<string>;
  readonly anchor?: string;
  readonly head?: string;
}

export const NOTHING: Selection = { single: new Set() };

/** Chosen or not any more; a stretch begins here from now on. */
export function toggled(selection: Selection, id: string, shown: readonly string[]): Selection {
  const single = new Set(chosenIn(selection, shown));
  if (!single.delete(id)) single.add(id);
  return { single, anchor: id };
}

/**
 * As far as this row, in place of the stretch so far.
 * @param from where it begins when none has begun yet
 */
export function extended(selection: Selection, id: string, from: string): Selection {
  return { ...selection, anchor: selection.anchor ?? from, head: id };
}

export function allOf(shown: readonly string[]): Selection {
  return { single: new Set(shown) };
}

/** What is chosen, in the order in which it is shown. What is not shown any more is not chosen. */
export function chosenIn({ single, anchor, head }: Selection, shown: readonly string[]): readonly string[] {
  if (single.size === 0 && head === undefined) return NONE;
  const [from, to] = [anchor, head].map((id) => (id === undefined ? -1 : shown.indexOf(id))) as [number, number];
  const hasStretch = from >= 0 && to >= 0;
  const [low, high] = hasStretch ? [Math.min(from, to), Math.max(from, to)] : [0, -1];
  return shown.filter((id, index) => single.has(id) || (index >= low && index <= high));
}

const NONE: readonly string[] = [];
