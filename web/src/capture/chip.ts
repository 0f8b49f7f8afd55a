import type { CaptureFields, Part, PartKind } from './capture.ts';

/** Something recognised, or something that the screen gives along. */
export interface Chip {
  readonly key: string;
  readonly kind: PartKind;
  readonly sets: CaptureFields;
  /** Undefined: it comes from the screen. */
  readonly words?: readonly string[];
}

/** One for each kind that says something; words for the time of a day belong to its date. */
export function chipsOf(text: string, parts: readonly Part[], defaults: CaptureFields): readonly Chip[] {
  const said = parts
    .filter(({ kind, sets }) => Object.keys(sets).length > 0 && !(kind === 'due' && isOfRepeat(parts)))
    .map((part) => ({
      key: `${part.kind}-${part.from}`,
      kind: part.kind,
      sets: part.sets,
      words: parts
        .filter((other) => other === part || (part.kind !== 'tag' && other.kind === part.kind))
        .map(({ from, to }) => text.slice(from, to)),
    }));
  const has = (kind: PartKind) => parts.some((part) => part.kind === kind);
  return [...defaultChips(defaults).filter(({ kind }) => kind === 'tag' || !has(kind)), ...said];
}

function isOfRepeat(parts: readonly Part[]): boolean {
  return parts.some(({ kind }) => kind === 'repeat');
}

function defaultChips({ listId, start, due, someday, tags = [] }: CaptureFields): readonly Chip[] {
  return [
    ...(listId ? [{ key: 'of-list', kind: 'list' as const, sets: { listId } }] : []),
    ...(start ? [{ key: 'of-start', kind: 'start' as const, sets: { start } }] : []),
    ...(due ? [{ key: 'of-due', kind: 'due' as const, sets: { due } }] : []),
    ...(someday ? [{ key: 'of-someday', kind: 'someday' as const, sets: { someday } }] : []),
    ...tags.map((tag) => ({ key: `of-tag-${tag}`, kind: 'tag' as const, sets: { tags: [tag] } })),
  ];
}
