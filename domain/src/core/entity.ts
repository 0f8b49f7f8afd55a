import type { Fields, Json } from './json.ts';
import type { FieldPolicy, Writer } from './policy.ts';

/** The state of one task, list …: what merge needs, on server and device alike [M8]. */
export interface Entity {
  readonly type: string;
  readonly id: string;
  /** Count of its events: 1, 2, 3 … */
  readonly version: number;
  /** The account's position of its last event; 0 while only on a device. */
  readonly position: number;
  readonly fields: Fields;
  readonly writers: { readonly [field: string]: Writer };
}

export interface EntityRef {
  readonly type: string;
  readonly id: string;
}

/** One field of an entity type: its value before anything wrote it, and how concurrent writes to it are settled. */
export interface FieldDefinition {
  readonly initial: Json;
  readonly policy: FieldPolicy;
}

export interface EntityDefinition {
  readonly type: string;
  readonly fields: { readonly [field: string]: FieldDefinition };
}

/** The state before the first event. */
export function emptyEntity(definition: EntityDefinition, id: string): Entity {
  const fields = Object.fromEntries(Object.entries(definition.fields).map(([name, field]) => [name, field.initial]));
  return { type: definition.type, id, version: 0, position: 0, fields, writers: {} };
}

/** Equal text for the same entity on all sides: type and id. */
export function entityKey(ref: EntityRef): string {
  return `${ref.type}:${ref.id}`;
}
