import { isSameJson, type Entity, type Fields, type FieldWriter } from '@cairn/domain';
import type { Packed, PackedEntity, PackedWriter } from './decode-bucket.ts';

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

function hasSameMembers(fields: Fields, initial: Fields): boolean {
  const names = Object.keys(fields);
  return names.length === Object.keys(initial).length && names.every((name) => name in initial);
}

function without(fields: Fields, initial: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !isSameJson(value, initial[name]!)));
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
