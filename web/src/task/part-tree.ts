/** A part in the order it is shown, and how deep. */
export interface ShownPart {
  readonly id: string;
  readonly depth: number;
  readonly hasParts: boolean;
}

/** Each part after what it is a part of; what is below a closed one is left out. */
export function shownParts(
  id: string,
  partsOf: (id: string) => readonly string[],
  closed: ReadonlySet<string>,
  depth = 0,
): readonly ShownPart[] {
  return partsOf(id).flatMap((part) => {
    const hasParts = partsOf(part).length > 0;
    const own: ShownPart = { id: part, depth, hasParts };
    return closed.has(part) ? [own] : [own, ...shownParts(part, partsOf, closed, depth + 1)];
  });
}
