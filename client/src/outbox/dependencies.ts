import { entityKey, isCreation, isUuid, type Registry } from '@cairn/domain';
import type { Held } from './outbox.ts';

export function creates(registry: Registry, { event }: Held): boolean {
  return event !== undefined && isCreation(registry.definition(event.type));
}

/** Also an event that makes the entity only where it is missing: it waits for nobody who might. */
export function mayCreate(registry: Registry, { event }: Held): boolean {
  return event !== undefined && registry.definition(event.type).creates !== false;
}

/** Every id in what an event says: of one that this release cannot read, nothing tells which is its entity's. */
export function namedIn({ entry }: Held): string[] {
  const { event: _, ...payload } = entry.input;
  return Object.values(payload).filter(isUuid);
}

/** Entities, by key. */
export interface Keys {
  has(key: string): boolean;
}

const NONE: Keys = new Set();

/**
 * Whether the event happens to, or names, one of `missing`, or happens to one of `behind`: those are there, but an
 * earlier event of theirs waits. To name one of them does no harm: two that name each other would wait for ever.
 */
export function dependsOn(registry: Registry, { event, entity }: Held, missing: Keys, behind = NONE): boolean {
  if (!event || !entity) return false;
  const key = entityKey(entity);
  if (missing.has(key) || behind.has(key)) return true;
  const references = registry.definition(event.type).references?.(event.payload) ?? [];
  return references.some((reference) => missing.has(entityKey(reference)));
}
