import type { Entity } from './entity.ts';
import type { DomainEvent } from './event.ts';
import type { MergeContext } from './merge.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';

/** @throws Refusal when the event cannot happen to the entity as it is */
export function admit(
  registry: Registry,
  current: Entity | undefined,
  event: DomainEvent,
  context: Pick<MergeContext, 'account' | 'exists'>,
): void {
  const { creates, entity, key, references, isOfAccount } = registry.definition(event.type);
  const { parentVersion } = event.stamp;
  if (isOfAccount && event.entityId !== context.account) {
    throw new Refusal('ENTITY_UNKNOWN', `an account's ${entity} has the account's own id`, key);
  }
  if (creates === true && current) {
    throw new Refusal('ENTITY_EXISTS', `${entity} ${event.entityId} exists already`, key);
  }
  if (!creates && !current) {
    throw new Refusal('ENTITY_UNKNOWN', `there is no ${entity} ${event.entityId}`, key);
  }
  const version = current?.version ?? 0;
  if (parentVersion > version) {
    throw new Refusal(
      'PARENT_VERSION_AHEAD',
      `${entity} ${event.entityId} is at version ${version}, not yet at ${parentVersion}`,
      'event.parentVersion',
    );
  }
  if (creates === 'once' && current) return;
  for (const reference of references?.(event.payload) ?? []) {
    if (!context.exists(reference)) {
      throw new Refusal('REFERENCE_UNKNOWN', `there is no ${reference.type} ${reference.id}`);
    }
  }
}
