import type { ClockReading } from './clock.ts';
import type { Json } from './json.ts';

/** Who wrote a field last [M8]. */
export interface Writer {
  /** The entity's version that the write made. */
  readonly version: number;
  readonly clock: ClockReading;
  readonly device: string;
}

/** Said by a policy when the concurrent write stands and this one only goes to the history. */
export const LOST = Symbol('lost');

/**
 * How one field takes a change. A field's change need not be its value (a set's change is what to add and remove), so
 * the policy owns both directions; the pipe around it knows neither.
 */
export interface FieldPolicy {
  readonly name: string;
  /** Nothing concurrent was written: the field after the change. */
  apply(value: Json, change: Json): Json;
  /** `theirs` was written concurrently. Must not depend on the order in which the two writes arrived. */
  merge(theirs: Json, change: Json, writers: { readonly theirs: Writer; readonly mine: Writer }): Json | typeof LOST;
}

/** The total order of concurrent writes: by clock, then by device. */
export function isLater(a: Writer, b: Writer): boolean {
  return a.clock === b.clock ? a.device > b.device : a.clock > b.clock;
}

export const lastWriterWins: FieldPolicy = {
  name: 'last-writer-wins',
  apply: (_value, change) => change,
  merge: (_theirs, change, writers) => (isLater(writers.mine, writers.theirs) ? change : LOST),
};
