import type { Entity, Fields, FieldWriter, Json } from '@cairn/domain';

/**
 * What a bucket holds, as text. A start reads all of them before it shows anything, and most of an entity says nothing:
 * fields that were never written, and the one event that wrote the others, said again for each. So both are said once.
 */
interface Packed {
  /** By type, the fields that an entity has where it says nothing else. */
  readonly initial: { readonly [type: string]: Fields };
  readonly entities: readonly PackedEntity[];
}

type PackedEntity = readonly [
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
type PackedWriter = readonly [writer: FieldWriter, ...fields: string[]];

/** @param initialOf the fields of an entity to which nothing has happened */
export function encodeBucket(entities: Iterable<Entity>, initialOf: (type: string) => Fields): string {
  const initial: Record<string, Fields> = {};
  const packed: PackedEntity[] = [];
  for (const { type, id, version, position, fields, writers, seen, conflicts } of entities) {
    initial[type] ??= initialOf(type);
    // Of a release that knows other fields: as it is.
    const isWhole = !hasSameMembers(fields, initial[type]);
    const more = {
      ...(Object.keys(conflicts).length > 0 ? { conflicts } : {}),
      ...(isWhole ? ({ isWhole } as const) : {}),
    };
    const said = isWhole ? fields : without(fields, initial[type]);
    const always = [type, id, version, position, said, packWriters(writers), seen] as const;
    packed.push(Object.keys(more).length > 0 ? [...always, more] : always);
  }
  return JSON.stringify({ initial, entities: packed } satisfies Packed);
}

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

function hasSameMembers(fields: Fields, initial: Fields): boolean {
  const names = Object.keys(fields);
  return names.length === Object.keys(initial).length && names.every((name) => name in initial);
}

function without(fields: Fields, initial: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !isSame(value, initial[name]!)));
}

function isSame(a: Json, b: Json): boolean {
  if (a === b) return true;
  const isObject = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  return isObject && JSON.stringify(a) === JSON.stringify(b);
}

/** An entity's version names the event that made it; a writer that knows more of a field stands alone. */
function packWriters(writers: Entity['writers']): PackedWriter[] {
  const byVersion = new Map<number, [FieldWriter, ...string[]]>();
  const packed: PackedWriter[] = [];
  for (const [field, writer] of Object.entries(writers)) {
    const isPlain = writer.unseen === undefined && writer.members === undefined;
    const known = isPlain ? byVersion.get(writer.version) : undefined;
    if (known && known[0].device === writer.device && known[0].sequence === writer.sequence) {
      known.push(field);
      continue;
    }
    const one: [FieldWriter, ...string[]] = [writer, field];
    packed.push(one);
    if (isPlain) byVersion.set(writer.version, one);
  }
  return packed;
}

function unpackWriters(packed: readonly PackedWriter[]): Entity['writers'] {
  const writers: Record<string, FieldWriter> = {};
  for (const [writer, ...fields] of packed) for (const field of fields) writers[field] = writer;
  return writers;
}
