import { CHOICES, conflictIdShape, fieldOf, type Choice } from './conflict.ts';
import type { EntityDefinition, EntityRef } from './entity.ts';
import { defineEvent, type EventOf } from './event.ts';
import { mayAsk } from './field.ts';
import { isUuid } from './id.ts';
import type { Fields, Json } from './json.ts';
import { choice, integer, json, object, optional, uuid, type Shape } from './shape.ts';
import type { EventRef } from './writer.ts';

// Every concept has these three: a choice in a conflict, its undoing, and the taking back of a change.

const eventRef = object({ device: uuid, sequence: integer({ min: 1, max: 2 ** 31 - 1 }) });

type Keyed<Key extends string> = { readonly [K in Key]: string };

/** `TaskConflictSettled`: mine, theirs, or a value of its own. */
export function settleConflict<Key extends string>(
  entity: EntityDefinition,
  key: Key,
): EventOf<Keyed<Key> & { readonly conflictId: string; readonly choice: Choice; readonly value?: Json | undefined }> {
  return defineEvent({
    type: `${entity.type}ConflictSettled`,
    entity: entity.type,
    key: key as string,
    creates: false,
    recovers: 'settle',
    payload: object({
      [key as string]: uuid,
      conflictId: conflictIdShape,
      choice: choice(CHOICES),
      value: optional(json),
    }),
    writes: fieldsThatAsk(entity),
    changes: () => ({}),
    references: ({ conflictId, choice, value }) =>
      choice === 'EDITED' ? refersTo(entity, fieldOf(conflictId as string), value as Json) : [],
    settles: ({ conflictId, choice, value }) => ({
      conflictId: conflictId as string,
      choice: choice as Choice,
      value: value as Json | undefined,
    }),
  }) as never;
}

/** `TaskConflictReopened`: the choice is undone, and what it wrote with it; with `undoes`, only that very choice. */
export function reopenConflict<Key extends string>(
  entity: EntityDefinition,
  key: Key,
): EventOf<Keyed<Key> & { readonly conflictId: string; readonly undoes?: EventRef | undefined }> {
  return defineEvent({
    type: `${entity.type}ConflictReopened`,
    entity: entity.type,
    key: key as string,
    creates: false,
    recovers: 'reopen',
    payload: object({ [key as string]: uuid, conflictId: conflictIdShape, undoes: optional(eventRef) }),
    writes: fieldsThatAsk(entity),
    changes: () => ({}),
    settles: ({ conflictId, undoes }) => ({
      conflictId: conflictId as string,
      choice: 'REOPEN',
      undoes: undoes as EventRef | undefined,
    }),
  }) as never;
}

/**
 * `TaskReverted`: fields back to what they were. With `undoes`, only as far as they are still as that event left them
 * [M10].
 */
export function revert<Key extends string>(
  entity: EntityDefinition,
  key: Key,
): EventOf<Keyed<Key> & { readonly values: Fields; readonly undoes?: EventRef | undefined }> {
  const revertible = Object.entries(entity.fields).filter(([, field]) => field.revertible !== false);
  const values = object(
    Object.fromEntries(
      revertible.map(([name, { kind, shape, revert }]) => [name, optional(revert ?? kind.change(shape))]),
    ),
  );
  return defineEvent({
    type: `${entity.type}Reverted`,
    entity: entity.type,
    key: key as string,
    creates: false,
    recovers: 'revert',
    payload: object({
      [key as string]: uuid,
      values: values as Shape<unknown>,
      undoes: optional(eventRef),
    }),
    writes: revertible.map(([name]) => name),
    changes: ({ values }) => values as Fields,
    references: ({ values }) =>
      Object.entries(values as Fields).flatMap(([name, value]) => refersTo(entity, name, value)),
    undoes: ({ undoes }) => undoes as EventRef | undefined,
  }) as never;
}

/** What a field refers to by this value. */
function refersTo({ fields }: EntityDefinition, name: string, value: Json | undefined): EntityRef[] {
  const type = Object.hasOwn(fields, name) ? fields[name]!.refersTo : undefined;
  // What is no id is refused where the value is checked.
  return type !== undefined && isUuid(value) ? [{ type, id: value }] : [];
}

function fieldsThatAsk({ fields }: EntityDefinition): string[] {
  return Object.entries(fields)
    .filter(([, field]) => mayAsk(field))
    .map(([name]) => name);
}
