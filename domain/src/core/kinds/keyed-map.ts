import type { FieldDefinition, FieldKind, FieldPolicy } from '../field.ts';
import { isSameJson, type Fields, type Json } from '../json.ts';
import type { Shape } from '../shape.ts';
import { record } from '../shape.ts';
import { isBy, isLater, withMembers, writerOf } from '../writer.ts';

/** Null where there is none. A name like `constructor` is a key like any other. */
function valueOf(values: Json | undefined, key: string): Json {
  return Object.hasOwn(values as Fields, key) ? (values as Fields)[key]! : null;
}

/** Values by key; a change names some keys, null takes one away. */
export const mapKind: FieldKind = {
  name: 'map',
  apply({ value, writer: last }, patch, writer) {
    const values = new Map([...Object.entries(value as Fields), ...Object.entries(patch as Fields)]);
    // Kept also of a key that is taken away: an earlier write that arrives later must not bring it back.
    const written = new Map(Object.keys(patch as Fields).map((key) => [key, writer]));
    return {
      value: Object.fromEntries([...values].filter(([, next]) => next !== null)),
      writer: withMembers(last, writer, written),
    };
  },
  before: (value) => value,
  inverse: (patch, before) =>
    Object.fromEntries(Object.keys(patch as Fields).map((key) => [key, valueOf(before, key)])),
  stillOf({ writer }, change, of) {
    const still = Object.entries(change as Fields).filter(([key]) => isBy(writerOf(writer, key), of));
    return still.length > 0 ? Object.fromEntries(still) : undefined;
  },
  difference(from, to) {
    const changed = [...new Set([from, to].flatMap((values) => Object.keys(values as Fields)))].filter(
      (key) => !isSameJson(valueOf(from, key), valueOf(to, key)),
    );
    return changed.length > 0 ? Object.fromEntries(changed.map((key) => [key, valueOf(to, key)])) : undefined;
  },
  change: (shape) => record(shape),
};

/** Last writer wins, for each key by itself. */
export const latestOfEach: FieldPolicy = {
  name: 'latest-of-each',
  merge: ({ state: { writer }, change, mine, isConcurrent }) =>
    Object.fromEntries(
      Object.entries(change as Fields).filter(([key]) => {
        const theirs = writerOf(writer, key);
        return !isConcurrent(theirs) || isLater(mine, theirs);
      }),
    ),
};

/** A field of values of `shape` by key. */
export function keyedMap(shape: Shape<Json>): FieldDefinition {
  return { initial: {}, kind: mapKind, shape, policies: [latestOfEach] };
}
