import type { Entity } from './entity.ts';
import { isUuid } from './id.ts';
import type { Json } from './json.ts';
import { Refusal } from './refusal.ts';
import type { Shape } from './shape.ts';
import type { EventRef, Writer } from './writer.ts';

export const CHOICES = ['MINE', 'THEIRS', 'EDITED'] as const;
export type Choice = (typeof CHOICES)[number];

/** An event id and a field, as `conflictId` makes them. */
export const conflictIdShape: Shape<string> = {
  check(value, path) {
    const [eventId, field = '', ...rest] = typeof value === 'string' ? value.split(':') : [];
    if (!isUuid(eventId) || !/^[a-zA-Z]{1,100}$/.test(field) || rest.length > 0) {
      throw new Refusal('VALUE_INVALID', `${path} must be the id of a conflict`, path);
    }
    return value as string;
  },
};

/** Settled conflicts that an entity keeps, so that settling can be undone; older ones are in the history alone. */
const KEPT = 20;

/** A change that was kept and not applied, because a person is to choose [M6]. */
export interface Conflict {
  /** See `conflictId`. */
  readonly id: string;
  readonly field: string;
  /** The field's value that both sides started from; null also where that is not known. */
  readonly base: Json;
  /** What the kept event asked for. */
  readonly mine: Json;
  readonly by: Writer;
  /** What had been written meanwhile, and stays until somebody chooses. */
  readonly theirs: Json;
  readonly against: Writer;
  readonly settled: Settled | null;
  /** Who opened it again, until it is settled anew: a choice that did not know of that is weighed against it. */
  readonly reopened?: Writer;
}

export interface Settled {
  readonly choice: Choice;
  readonly value: Json;
  /** The field before, which comes back when the choice is undone. */
  readonly before: Json;
  readonly by: Writer;
}

/** Names a conflict: one event may ask about several fields. */
export function conflictId(eventId: string, field: string): string {
  return `${eventId}:${field}`;
}

/** The field that a conflict is about, by its id. */
export function fieldOf(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

/** What an event says about a conflict: a choice, or that it is open again. */
export interface Settlement {
  readonly conflictId: string;
  readonly choice: Choice | 'REOPEN';
  /** With EDITED: the field's new value. */
  readonly value?: Json | undefined;
  /** With REOPEN: the choice that is undone; what somebody chose since stays. */
  readonly undoes?: EventRef | undefined;
}

/** New and changed conflicts by id; null for one that is no longer kept. */
export type ConflictPatch = { readonly [id: string]: Conflict | null };

export function openConflicts({ conflicts }: Pick<Entity, 'conflicts'>): Conflict[] {
  return Object.values(conflicts)
    .filter(({ settled }) => settled === null)
    .sort((a, b) => a.by.version - b.by.version);
}

/**
 * Keeps `mine` beside what stands. A device that wrote the field again before it knew of the conflict has one word
 * there, its last.
 */
export function openConflict(
  entity: Entity,
  opened: Pick<Conflict, 'id' | 'field' | 'base' | 'mine' | 'by' | 'theirs' | 'against'>,
): ConflictPatch {
  const { by } = opened;
  const earlier = openConflicts(entity).find(
    (conflict) =>
      conflict.field === opened.field && conflict.by.device === by.device && by.parent < conflict.by.version,
  );
  return earlier
    ? { [earlier.id]: { ...opened, id: earlier.id, base: earlier.base, settled: null } }
    : { [opened.id]: { ...opened, settled: null } };
}

/** The patch, and what falls out of the entity because of it. */
export function withoutOldest(entity: Entity, patch: ConflictPatch): ConflictPatch {
  const settled = Object.values({ ...entity.conflicts, ...patch })
    .filter((conflict) => conflict?.settled)
    .sort((a, b) => b!.settled!.by.version - a!.settled!.by.version);
  const dropped = settled.slice(KEPT).map((conflict) => [conflict!.id, null] as const);
  return dropped.length > 0 ? { ...patch, ...Object.fromEntries(dropped) } : patch;
}
