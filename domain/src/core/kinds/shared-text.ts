import type { FieldDefinition, FieldKind, FieldPolicy } from '../field.ts';
import type { Json } from '../json.ts';
import type { Shape } from '../shape.ts';

/**
 * Text that several write at once, as the CRDT updates it is made of. Updates commute and may come twice, so the field
 * is their set in order of arrival, and the domain needs no CRDT library: whoever shows the text applies them all.
 */
export const sharedTextKind: FieldKind = {
  name: 'text',
  apply({ value, writer: last }, patch, writer) {
    const updates = value as readonly string[];
    return updates.includes(patch as string)
      ? { value, writer: last ?? writer }
      : { value: [...updates, patch as string], writer };
  },
  // The history of a text is its updates; the value before each would make the log grow with the square of its length.
  before: () => undefined,
  // Taking a text back needs the text: see the app's editor.
  inverse: () => undefined,
  stillOf: () => undefined,
  difference: () => undefined,
  change: (shape) => shape,
};

/** Every update counts. */
export const everyUpdate: FieldPolicy = { name: 'every-update', merge: ({ change }) => change };

/** A field of shared text; `shape` is that of one update. */
export function sharedText(shape: Shape<string>): FieldDefinition {
  return {
    initial: [],
    kind: sharedTextKind,
    shape: shape as Shape<Json>,
    policies: [everyUpdate],
    revertible: false,
  };
}
