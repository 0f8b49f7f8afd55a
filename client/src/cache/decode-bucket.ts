import type { Entity, Fields, FieldWriter } from '@cairn/domain';

/**
 * What a bucket holds, as text. A start reads all of them before it shows anything, and most of an entity says nothing:
 * fields that were never written, and the one event that wrote the others, said again for each. So both are said once.
 */
export interface Packed {
  /** By type, the fields that an entity has where it says nothing else. */
  readonly initial: { readonly [type: string]: Fields };
  readonly entities: readonly PackedEntity[];
}

export type PackedEntity = readonly [
  type: string,
  id: string,
  version: number,
  position: number,
  fields: Fields,
  writers: readonly PackedWriter[],
  seen: Entity['seen'],
  /** Only where there is any. */
  more?: { readonly conflicts?: Entity['conflicts']; readonly isWhole?: true },
];

/** What one event wrote, or wrote last. */
export type PackedWriter = readonly [writer: FieldWriter, ...fields: string[]];

/** Reads what this release has written, and the one before it: a list of entities. @throws SyntaxError, TypeError */
export function decodeBucket(text: string): Entity[] {
  const stored = JSON.parse(text) as Packed | Entity[];
  if (Array.isArray(stored)) return stored;
  return stored.entities.map(([type, id, version, position, fields, writers, seen, more]) => ({
    type,
    id,
    version,
    position,
    fields: more?.isWhole ? fields : { ...stored.initial[type], ...fields },
    writers: unpackWriters(writers),
    seen,
    conflicts: more?.conflicts ?? {},
  }));
}

function unpackWriters(packed: readonly PackedWriter[]): Entity['writers'] {
  const writers: Record<string, FieldWriter> = {};
  for (const [writer, ...fields] of packed) for (const field of fields) writers[field] = writer;
  return writers;
}
