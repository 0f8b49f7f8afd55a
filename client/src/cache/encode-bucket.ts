import { isSameJson, type Entity, type Fields, type FieldWriter } from '@cairn/domain';
import { seenIn, type Name, type Packed, type PackedEntity, type PackedWriter } from './decode-bucket.ts';

/** @param initialOf the fields of an entity to which nothing has happened */
export function encodeBucket(entities: Iterable<Entity>, initialOf: (type: string) => Fields): string {
  const initial: Record<string, Fields> = {};
  const names = new Map<string, number>();
  const numberOf = (name: string) => {
    if (!names.has(name)) names.set(name, names.size);
    return names.get(name)!;
  };
  const packed: PackedEntity[] = [];
  for (const { type, id, version, position, fields, writers, seen, conflicts } of entities) {
    initial[type] ??= initialOf(type);
    // Of a release that knows other fields: as it is.
    const isWhole = !hasSameMembers(fields, initial[type]);
    const more = {
      ...(Object.keys(conflicts).length > 0 ? { conflicts } : {}),
      ...(isWhole ? ({ isWhole } as const) : {}),
    };
    const always = [
      numberOf(type),
      id,
      version,
      position,
      isWhole ? fields : without(fields, initial[type]),
      packWriters(writers, numberOf),
      isSameSeen(seen, seenIn(writers)) ? 0 : seen,
    ] as const;
    packed.push(Object.keys(more).length > 0 ? [...always, more] : always);
  }
  return JSON.stringify({ initial, names: [...names.keys()], entities: packed } satisfies Packed);
}

function isSameSeen(a: Entity['seen'], b: Entity['seen']): boolean {
  const devices = Object.keys(a);
  return (
    devices.length === Object.keys(b).length &&
    devices.every((device) => a[device]!.clock === b[device]?.clock && a[device]!.sequence === b[device].sequence)
  );
}

function hasSameMembers(fields: Fields, initial: Fields): boolean {
  const names = Object.keys(fields);
  return names.length === Object.keys(initial).length && names.every((name) => name in initial);
}

function without(fields: Fields, initial: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !isSameJson(value, initial[name]!)));
}

/** An entity's version names the event that made it; a writer that knows more of a field stands alone. */
function packWriters(writers: Entity['writers'], numberOf: (name: string) => number): PackedWriter[] {
  const byVersion = new Map<number, { readonly writer: FieldWriter; readonly fields: Name[] }>();
  const alone: PackedWriter[] = [];
  for (const [field, writer] of Object.entries(writers)) {
    const { version, device, sequence } = writer;
    const known = byVersion.get(version);
    if (writer.unseen !== undefined || writer.members !== undefined) alone.push([writer, numberOf(field)]);
    else if (!known) byVersion.set(version, { writer, fields: [numberOf(field)] });
    else if (known.writer.device === device && known.writer.sequence === sequence) known.fields.push(numberOf(field));
    else alone.push([writer, numberOf(field)]);
  }
  const together = [...byVersion.values()].map(({ writer, fields }): PackedWriter => {
    const { version, device, sequence, clock, parent } = writer;
    return [version, numberOf(device), sequence, clock, parent, ...fields];
  });
  return [...together, ...alone];
}
