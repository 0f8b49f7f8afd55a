import type { Settlement } from './conflict.ts';
import type { EntityRef } from './entity.ts';
import type { Fields, Json } from './json.ts';
import type { Shape } from './shape.ts';
import type { EventStamp } from './stamp.ts';
import type { EventRef } from './writer.ts';

/** Something the owner did, checked and in today's shape. */
export interface DomainEvent {
  /** Past tense: `TaskCompleted`. */
  readonly type: string;
  readonly entityId: string;
  readonly payload: Fields;
  readonly stamp: EventStamp;
}

/** A payload of one release in the shape of the next. */
export type Upcast = (payload: Readonly<Record<string, Json>>) => Record<string, Json>;

/** Events that every concept has: a choice in a conflict, its undoing, and the taking back of changes. */
export type Recovery = 'settle' | 'reopen' | 'revert';

interface EventSpec<Payload> {
  /** Past tense, as the log names it. */
  readonly type: string;
  /** Type of the entity it happens to. */
  readonly entity: string;
  /** The payload member that holds the entity's id. */
  readonly key: string & keyof Payload;
  /**
   * True for the entity's first event; `if-missing` for one that may be the first. `once` for a creation that several
   * devices may make under one id, each for itself: the first to arrive counts, all later ones are accepted and change
   * nothing [M11].
   */
  readonly creates: boolean | 'if-missing' | 'once';
  /** True where an account has one such entity, under its own id. */
  readonly isOfAccount?: boolean;
  readonly payload: Shape<Payload>;
  /** The fields it may write: intent at field level [E3]. */
  readonly writes: readonly string[];
  /** The change to each field it does write. `at`: ISO time of the effective clock. */
  changes(payload: Payload, at: string): { readonly [field: string]: Json | undefined };
  /** The choice it makes in a conflict, in place of changes. */
  settles?(payload: Payload): Settlement;
  /** The event it takes back: its changes count only where that event's are still there. */
  undoes?(payload: Payload): EventRef | undefined;
  /** What it is for, where every concept has one such event. */
  readonly recovers?: Recovery;
  /** Other entities that must exist. */
  references?(payload: Payload): readonly EntityRef[];
  /** From shape 1 to 2, 2 to 3 …; today's shape is `upcasts.length + 1` [E4]. */
  readonly upcasts?: readonly Upcast[];
}

/** An event as the pipe sees it: whatever its payload, checked by its own shape. */
export type EventDefinition = EventSpec<Fields>;

/** An event as its concept sees it. */
export interface EventOf<Payload> extends EventDefinition {
  /** Never set: carries the payload's type. */
  readonly payloadType?: Payload;
}

export function defineEvent<Payload>(spec: EventSpec<Payload>): EventOf<Payload> {
  // Sound: `changes` and `references` only ever get what this spec's own `payload` has checked.
  return spec as unknown as EventOf<Payload>;
}

/** Whether it can only be the first that happens to its entity. */
export function isCreation({ creates }: EventDefinition): boolean {
  return creates === true || creates === 'once';
}

/** The shape release that events of this definition are written in today. */
export function currentSchema(definition: EventDefinition): number {
  return (definition.upcasts?.length ?? 0) + 1;
}

export function upcast(definition: EventDefinition, payload: Record<string, Json>, from: number): Record<string, Json> {
  return (definition.upcasts ?? []).slice(from - 1).reduce((shape, step) => step(shape), payload);
}
