import type { FieldDefinition, FieldKind, FieldPolicy } from '../field.ts';
import { isSameJson, type Json } from '../json.ts';
import { ask } from '../policies/ask.ts';
import { clientWins } from '../policies/client-wins.ts';
import { lastWriterWins } from '../policies/last-writer-wins.ts';
import { serverWins } from '../policies/server-wins.ts';
import type { Shape } from '../shape.ts';
import { after, isBy } from '../writer.ts';

/** One value; a change is the new one. */
export const registerKind: FieldKind = {
  name: 'register',
  apply: ({ writer: last }, patch, writer) => ({ value: patch, writer: after(last, writer) }),
  before: (value) => value,
  inverse: (_patch, before) => before,
  // Where it took the place of a write that its device had not seen, the value before, as that device knew it, would
  // take that write away as well.
  stillOf: ({ writer }, change, of) => (isBy(writer, of) && !writer?.unseen?.length ? change : undefined),
  difference: (from, to) => (isSameJson(from, to) ? undefined : to),
  change: (shape) => shape,
};

/** A field of one value, with `policy` as default and all that fit one value to choose from. */
export function register(initial: Json, shape: Shape<Json>, policy: FieldPolicy = lastWriterWins): FieldDefinition {
  const others = [lastWriterWins, ask, serverWins, clientWins].filter(({ name }) => name !== policy.name);
  return { initial, kind: registerKind, shape, policies: [policy, ...others] };
}

/** As `register`, for a value of the system's own about which there is nothing to choose. */
export function fixedRegister(
  initial: Json,
  shape: Shape<Json>,
  policy: FieldPolicy = lastWriterWins,
): FieldDefinition {
  return { initial, kind: registerKind, shape, policies: [policy] };
}
