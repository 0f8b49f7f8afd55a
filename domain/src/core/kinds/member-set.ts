import type { FieldDefinition, FieldKind, FieldPolicy } from '../field.ts';
import type { Json } from '../json.ts';
import { array, object, optional, withAnyOf, type Shape } from '../shape.ts';
import { after, isBy, unseenBy, withMembers, writerOf, writesOf, type LastWriter } from '../writer.ts';

/** What an event does to a set. */
export interface SetChange {
  readonly add?: readonly string[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

const CHANGE_LIMIT = 200;

const compact = ({ add = [], remove = [] }: SetChange): Json | undefined =>
  add.length + remove.length === 0
    ? undefined
    : { ...(add.length > 0 ? { add: [...add] } : {}), ...(remove.length > 0 ? { remove: [...remove] } : {}) };

/** A set of texts, in code-unit order. */
export const setKind: FieldKind = {
  name: 'set',
  apply({ value, writer: last }, patch, writer) {
    const { add = [], remove = [] } = patch as SetChange;
    const values = new Set(value as readonly string[]);
    const written = new Map<string, LastWriter | undefined>();
    for (const member of remove) {
      const [latest, ...unseen] = unseenBy(writer, writerOf(last, member));
      // The writer's own word for it is taken back; another's, which it had not seen, still holds.
      written.set(member, latest && (unseen.length > 0 ? { ...latest, unseen } : latest));
      if (!latest) values.delete(member);
    }
    for (const member of add) {
      values.add(member);
      // Also where it was there already: a concurrent removal has not seen this word for it.
      written.set(member, after(written.has(member) ? written.get(member) : writerOf(last, member), writer));
    }
    return { value: [...values].sort(), writer: withMembers(last, writer, written) };
  },
  before: (value) => value,
  inverse(patch, before) {
    const { add = [], remove = [] } = patch as SetChange;
    const had = new Set(before as readonly string[]);
    return compact({
      add: remove.filter((member) => had.has(member)),
      remove: add.filter((member) => !had.has(member)),
    });
  },
  stillOf({ value, writer }, change, of) {
    const { add = [], remove = [] } = change as SetChange;
    return compact({
      add: add.filter((member) => !(value as readonly string[]).includes(member)),
      remove: remove.filter((member) => {
        const writes = writesOf(writerOf(writer, member));
        return writes.length > 0 && writes.every((write) => isBy(write, of));
      }),
    });
  },
  difference(from, to) {
    const [now, then] = [from as readonly string[], to as readonly string[]];
    return compact({
      add: then.filter((member) => !now.includes(member)),
      remove: now.filter((member) => !then.includes(member)),
    });
  },
  change: (shape) =>
    withAnyOf(
      ['add', 'remove'],
      object({
        add: optional(array(shape as Shape<string>, { max: CHANGE_LIMIT })),
        remove: optional(array(shape as Shape<string>, { max: CHANGE_LIMIT })),
      }),
    ) as unknown as Shape<Json>,
};

/** What two devices add is all kept; a removal takes away only what its writer had seen being added. */
export const addWins: FieldPolicy = {
  name: 'add-wins',
  combines: true,
  merge({ state: { writer }, change, isConcurrent }) {
    const { add = [], remove = [] } = change as SetChange;
    const isSeen = (member: string) => {
      const writes = writesOf(writerOf(writer, member));
      return writes.length === 0 || !writes.every(isConcurrent);
    };
    return compact({ add, remove: remove.filter(isSeen) }) ?? { add: [] };
  },
};

/** A field that is a set of texts of `shape`. */
export function memberSet(shape: Shape<string>): FieldDefinition {
  return { initial: [], kind: setKind, shape: shape as Shape<Json>, policies: [addWins] };
}
