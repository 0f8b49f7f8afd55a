import type { Conflict } from './conflict.ts';
import type { ClockReading } from './clock.ts';
import type { FieldDefinition } from './field.ts';
import type { Fields } from './json.ts';
import type { EventStamp } from './stamp.ts';
import type { FieldWriter } from './writer.ts';

/** The state of one task, list …: what merge needs, on server and device alike [M8]. */
export interface Entity {
  readonly type: string;
  readonly id: string;
  /** Count of its events: 1, 2, 3 … */
  readonly version: number;
  /** The account's position of its last event; 0 while only on a device. */
  readonly position: number;
  readonly fields: Fields;
  readonly writers: { readonly [field: string]: FieldWriter };
  /** For each device that wrote to it, how far its events are in here. */
  readonly seen: { readonly [device: string]: Seen };
  /** Waiting for a choice, and the last few that were settled, by id [M6]. */
  readonly conflicts: { readonly [id: string]: Conflict };
}

/** The latest clock, as claimed, and the highest sequence of one device's events. */
export interface Seen {
  readonly clock: ClockReading;
  readonly sequence: number;
}

/**
 * Whether a device's event is in the entity already, as when the feed brings its effect before its receipt. By clock and
 * by sequence: a device whose storage was lost counts anew, and one whose clock was set back by days reads it anew.
 */
export function holds(entity: Entity, device: string, stamp: Pick<EventStamp, 'occurredAt' | 'sequence'>): boolean {
  const seen = entity.seen[device];
  return seen !== undefined && stamp.occurredAt <= seen.clock && stamp.sequence <= seen.sequence;
}

export interface EntityRef {
  readonly type: string;
  readonly id: string;
}

export interface EntityDefinition {
  readonly type: string;
  readonly fields: { readonly [field: string]: FieldDefinition };
}

/** The state before the first event. */
export function emptyEntity(definition: EntityDefinition, id: string): Entity {
  const fields = Object.fromEntries(Object.entries(definition.fields).map(([name, field]) => [name, field.initial]));
  return { type: definition.type, id, version: 0, position: 0, fields, writers: {}, seen: {}, conflicts: {} };
}

/** Equal text for the same entity on all sides: type and id. */
export function entityKey(ref: EntityRef): string {
  return `${ref.type}:${ref.id}`;
}
