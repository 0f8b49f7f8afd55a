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

/** Whether the event happens to, or names, one of these entities (by key). */
export function dependsOn(registry: Registry, { event, entity }: Held, keys: { has(key: string): boolean }): boolean {
  if (!event || !entity) return false;
  if (keys.has(entityKey(entity))) return true;
  const references = registry.definition(event.type).references?.(event.payload) ?? [];
  return references.some((reference) => keys.has(entityKey(reference)));
}
