import type { FieldDefinition, FieldKind, FieldPolicy } from '../field.ts';
import { integer } from '../shape.ts';
import type { Json } from '../json.ts';
import type { Shape } from '../shape.ts';

const LIMIT = 2 ** 31 - 1;

/** A number; a change is what to add. */
export const counterKind: FieldKind = {
  name: 'counter',
  apply: ({ value }, patch, writer) => ({ value: (value as number) + (patch as number), writer }),
  before: (value) => value,
  inverse: (patch) => -(patch as number),
  // What was added is still in the sum, whoever has added since.
  stillOf: (_state, change) => change,
  difference: (from, to) => (from === to ? undefined : (to as number) - (from as number)),
  change: () => integer({ min: -LIMIT, max: LIMIT }) as Shape<Json>,
};

/** All that was added counts. */
export const sum: FieldPolicy = { name: 'sum', merge: ({ change }) => change };

/** A field that counts from zero. */
export function counter(): FieldDefinition {
  return { initial: 0, kind: counterKind, shape: integer({ min: -LIMIT, max: LIMIT }) as Shape<Json>, policies: [sum] };
}
