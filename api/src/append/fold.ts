import { applyPatch, emptyEntity, type Entity, type Registry } from '@cairn/domain';
import type { Projection } from '../entity/projection.ts';
import type { EventRecord } from './append-records.ts';

/** What a fold needs of an event's row. */
export type FoldedEvent = Pick<
  EventRecord,
  | 'entityId'
  | 'version'
  | 'position'
  | 'clock'
  | 'deviceId'
  | 'sequence'
  | 'parentVersion'
  | 'occurredAt'
  | 'applied'
  | 'conflicts'
>;

/** The entity after one more event of its log, by what was applied: no policy is asked again [A7]. */
export function fold(
  registry: Registry,
  { type, derivation }: Projection,
  entity: Entity | undefined,
  event: FoldedEvent,
): Entity {
  const { version, clock, deviceId: device, sequence, parentVersion: parent, position, occurredAt } = event;
  const before = entity ?? emptyEntity(registry.entity(type), event.entityId);
  const writer = { version, clock, device, sequence, parent };
  const after = applyPatch(registry, before, event, writer, { position, occurredAt });
  return derivation?.compact(after) ?? after;
}
