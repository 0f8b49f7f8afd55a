import { clockTime, type ClockReading } from './clock.ts';
import { emptyEntity, type Entity, type EntityRef } from './entity.ts';
import type { DomainEvent } from './event.ts';
import { canonicalJson, type Fields, type Json } from './json.ts';
import { LOST, type Writer } from './policy.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';

/** Who writes, and where: on the server from the session, on a device its own. */
export interface MergeContext {
  readonly device: string;
  /** A credential without an outbox: everything after `parentVersion` is concurrent, its own events too [M1]. */
  readonly strict: boolean;
  /** The reading that counts: `occurredAt`, or on the server the clamped one [M7]. */
  readonly clock: ClockReading;
  /** The account's position the event gets; 0 on a device. */
  readonly position: number;
  exists(ref: EntityRef): boolean;
}

/** An accepted event and what it did. */
export interface Merged {
  /** MERGED: others had written to the entity meanwhile. */
  readonly status: 'APPLIED' | 'MERGED';
  readonly entity: Entity;
  /** The field patch, the values of those fields before, and the changes that lost to a concurrent write. */
  readonly applied: Fields;
  readonly before: Fields;
  readonly lost: Fields;
}

/**
 * One event onto the entity it happens to. Pure; the same on server and device. Needs the entity and the event alone,
 * so its cost does not grow with the history [M8].
 * @throws Refusal when the event cannot be accepted; nothing has changed then.
 */
export function merge(
  registry: Registry,
  current: Entity | undefined,
  event: DomainEvent,
  context: MergeContext,
): Merged {
  const definition = registry.definition(event.type);
  const entityDefinition = registry.entity(definition.entity);
  const { parentVersion } = event.stamp;

  if (definition.creates && current) {
    throw new Refusal('ENTITY_EXISTS', `${definition.entity} ${event.entityId} exists already`, definition.key);
  }
  if (!definition.creates && !current) {
    throw new Refusal('ENTITY_UNKNOWN', `there is no ${definition.entity} ${event.entityId}`, definition.key);
  }
  const base = current ?? emptyEntity(entityDefinition, event.entityId);
  if (parentVersion > base.version) {
    throw new Refusal(
      'PARENT_VERSION_AHEAD',
      `${definition.entity} ${event.entityId} is at version ${base.version}, not yet at ${parentVersion}`,
      'event.parentVersion',
    );
  }
  for (const reference of definition.references?.(event.payload) ?? []) {
    if (!context.exists(reference)) {
      throw new Refusal('REFERENCE_UNKNOWN', `there is no ${reference.type} ${reference.id}`);
    }
  }

  const isConcurrent = (writer: Writer | undefined): writer is Writer =>
    writer !== undefined && writer.version > parentVersion && (context.strict || writer.device !== context.device);

  const mine: Writer = { version: base.version + 1, clock: context.clock, device: context.device };
  const applied: Record<string, Json> = {};
  const before: Record<string, Json> = {};
  const lost: Record<string, Json> = {};
  for (const [field, change] of Object.entries(definition.changes(event.payload, clockTime(context.clock)))) {
    if (change === undefined) continue;
    const { policy, initial } = entityDefinition.fields[field]!;
    const theirs = base.fields[field] ?? initial;
    const writer = base.writers[field];
    const value = isConcurrent(writer)
      ? policy.merge(theirs, change, { theirs: writer, mine })
      : policy.apply(theirs, change);
    if (value === LOST) {
      if (canonicalJson(change) !== canonicalJson(theirs)) lost[field] = change;
      continue;
    }
    applied[field] = value;
    before[field] = theirs;
  }
  return {
    status: Object.values(base.writers).some(isConcurrent) ? 'MERGED' : 'APPLIED',
    entity: applyPatch(base, applied, mine, context.position),
    applied,
    before,
    lost,
  };
}

/** The entity after an accepted event. A rebuild folds the stored patches with this and never asks a policy again [A7]. */
export function applyPatch(entity: Entity, applied: Fields, writer: Writer, position: number): Entity {
  const writers = { ...entity.writers };
  for (const field of Object.keys(applied)) writers[field] = writer;
  return { ...entity, version: writer.version, position, fields: { ...entity.fields, ...applied }, writers };
}
