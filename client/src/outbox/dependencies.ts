import { entityKey, type Registry } from '@cairn/domain';
import type { Held } from './outbox.ts';

export function creates(registry: Registry, { event }: Held): boolean {
  return event !== undefined && registry.definition(event.type).creates === true;
}

/** Also an event that makes the entity only where it is missing: it waits for nobody who might. */
export function mayCreate(registry: Registry, { event }: Held): boolean {
  return event !== undefined && registry.definition(event.type).creates !== false;
}

/** Whether the event happens to, or names, one of these entities (by key). */
export function dependsOn(registry: Registry, { event, entity }: Held, keys: { has(key: string): boolean }): boolean {
  if (!event || !entity) return false;
  if (keys.has(entityKey(entity))) return true;
  const references = registry.definition(event.type).references?.(event.payload) ?? [];
  return references.some((reference) => keys.has(entityKey(reference)));
}
