import type { Json } from './json.ts';
import type { Shape } from './shape.ts';
import type { EventRef, FieldWriter, Writer } from './writer.ts';

/** A field of an entity as it is now. `writer`: undefined while nothing has written it. */
export interface FieldState {
  readonly value: Json;
  readonly writer: FieldWriter | undefined;
}

/**
 * How a field holds its value and takes a change, which need not be the value: a set's change is what to add and remove.
 * Says nothing about who wins; a rebuild folds what was applied with this alone [A7].
 */
export interface FieldKind {
  readonly name: 'register' | 'set' | 'map' | 'counter' | 'text';
  /** The field after `patch`. */
  apply(state: FieldState, patch: Json, writer: Writer): FieldState;
  /** What to keep in the history beside `patch` as the value before; undefined where `patch` itself tells. */
  before(value: Json): Json | undefined;
  /** The change that takes `patch` back; undefined where no change of this kind can. */
  inverse(patch: Json, before: Json | undefined): Json | undefined;
  /** The part of `change` that takes back what is still as event `of` left it; undefined when none is [M10]. */
  stillOf(state: FieldState, change: Json, of: EventRef): Json | undefined;
  /** The change from one value to another; undefined where they are equal, or no change of this kind can. */
  difference(from: Json, to: Json): Json | undefined;
  /** The shape of a change, given the shape of the value, or of a member. */
  change(shape: Shape<Json>): Shape<Json>;
}

/** Two writes that did not know of each other: `change` meets a field that others have written meanwhile. */
export interface Clash {
  readonly state: FieldState;
  readonly change: Json;
  readonly mine: Writer;
  isConcurrent(writer: Writer | undefined): writer is Writer;
  /** The field's value that both started from; null where it is not known. */
  base(): Json;
}

/** Said by a policy when the concurrent write stands and this one only goes to the history. */
export const LOST = Symbol('lost');
/** Said by a policy when the person is to choose [M6]. */
export const ASK = Symbol('ask');

/** Who wins when a field was written concurrently: the patch to apply, LOST or ASK. Pure. */
export interface FieldPolicy {
  /** As accounts choose it: `last-writer-wins`. Stable. */
  readonly name: string;
  /**
   * True where the result holds something of both. What a device writes again before it knew of the other's part is then
   * merged with that part again; plainly applied it would take the part away.
   */
  readonly combines?: true;
  merge(clash: Clash): Json | typeof LOST | typeof ASK;
}

/** One field of an entity type. */
export interface FieldDefinition {
  /** Its value before anything wrote it. */
  readonly initial: Json;
  readonly kind: FieldKind;
  /** Of its value; of a member in a set, of a member's value in a map. */
  readonly shape: Shape<Json>;
  /** What an account may choose from; the first is the default [M4]. */
  readonly policies: readonly [FieldPolicy, ...FieldPolicy[]];
  /** False for what no undo may touch. Default: true. */
  readonly revertible?: boolean;
  /** The entity type whose ids it holds. */
  readonly refersTo?: string;
  /** The shape of a change that takes things back, where it is narrower than its kind's. */
  readonly revert?: Shape<Json>;
}

/** Whether an account may be asked about the field. */
export function mayAsk({ policies }: FieldDefinition): boolean {
  return policies.some(({ name }) => name === 'ask');
}
