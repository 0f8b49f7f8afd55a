import type { Entity, Fields, FieldWriter } from '@cairn/domain';

/**
 * What a bucket holds, as text. A start reads all of them before it shows anything, and most of an entity says nothing:
 * fields that were never written, the one event that wrote the others, the device of that event, again and again. So all
 * of that is said once, and what follows from the rest is not said.
 */
export interface Packed {
  /** By type, the fields that an entity has where it says nothing else. */
  readonly initial: { readonly [type: string]: Fields };
  /** Types, devices and fields: elsewhere their number stands. In the format before, they themselves. */
  readonly names?: readonly string[];
  readonly entities: readonly PackedEntity[];
}

export type Name = number | string;

export type PackedEntity = readonly [
  type: Name,
  id: string,
  version: number,
  position: number,
  fields: Fields,
  writers: readonly PackedWriter[],
  /** Zero where the writers say it: of each device its last event. */
  seen: Entity['seen'] | 0,
  /** Only where there is any. */
  more?: { readonly conflicts?: Entity['conflicts']; readonly isWhole?: true },
];

/** What one event wrote, or wrote last. One that knows more than an event's stamp stands as it is. */
export type PackedWriter =
  | readonly [writer: FieldWriter, ...fields: Name[]]
  | readonly [version: number, device: Name, sequence: number, clock: string, parent: number, ...fields: Name[]];

/** Reads what this release has written, and those before it, the first of them a list of entities. @throws SyntaxError, TypeError */
export function decodeBucket(text: string): Entity[] {
  const stored = JSON.parse(text) as Packed | Entity[];
  if (Array.isArray(stored)) return stored;
  const { initial, names = [], entities } = stored;
  const nameOf = (name: Name) => (typeof name === 'number' ? names[name]! : name);
  return entities.map(([typeName, id, version, position, fields, packed, seen, more]) => {
    const type = nameOf(typeName);
    const writers: Record<string, FieldWriter> = {};
    for (const one of packed) {
      if (isStamped(one)) {
        const [version, device, sequence, clock, parent] = one;
        const writer = { version, clock, device: nameOf(device), sequence, parent };
        for (let at = 5; at < one.length; at += 1) writers[nameOf(one[at] as Name)] = writer;
      } else {
        const [writer, ...written] = one;
        for (const field of written) writers[nameOf(field)] = writer;
      }
    }
    return {
      type,
      id,
      version,
      position,
      fields: more?.isWhole ? fields : { ...initial[type], ...fields },
      writers,
      seen: seen === 0 ? seenIn(writers) : seen,
      conflicts: more?.conflicts ?? {},
    };
  });
}

function isStamped(one: PackedWriter): one is Exclude<PackedWriter, readonly [FieldWriter, ...Name[]]> {
  return typeof one[0] === 'number';
}

/** Of each device the last event among these. */
export function seenIn(writers: Entity['writers']): Entity['seen'] {
  const seen: Record<string, Entity['seen'][string]> = {};
  let last: FieldWriter | undefined;
  for (const field in writers) {
    const writer = writers[field]!;
    if (writer === last) continue;
    last = writer;
    const { device, clock, sequence } = writer;
    const known = seen[device];
    if (!known || known.sequence < sequence) seen[device] = { clock, sequence };
  }
  return seen;
}
