import { clockTime, type ClockReading } from './clock.ts';
import { conflictId, openConflict, openConflicts, withoutOldest, type ConflictPatch } from './conflict.ts';
import { emptyEntity, type Entity, type EntityRef } from './entity.ts';
import type { DomainEvent } from './event.ts';
import { ASK, LOST, type Clash, type FieldState } from './field.ts';
import { isSameJson, type Fields, type Json } from './json.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { settle } from './settle.ts';
import { bare, isBy, isLater, writesOf, type Writer } from './writer.ts';

/** Who writes, and where: on the server from the session, on a device its own. */
export interface MergeContext {
  /** The owner of the log. */
  readonly account: string;
  readonly device: string;
  /** A credential without an outbox: everything after `parentVersion` is concurrent, its own events too [M1]. */
  readonly strict: boolean;
  /** The reading that counts: `occurredAt`, or on the server the clamped one [M7]. */
  readonly clock: ClockReading;
  /** The account's position the event gets; 0 on a device. */
  readonly position: number;
  exists(ref: EntityRef): boolean;
  /** The account's settings, where its choice of policies is [M4]. */
  readonly settings: Entity | undefined;
  /** The field's value that the event's writer started from. Asked only by policies that look at it. */
  base(field: string): Json;
}

/**
 * What became of one field. KEPT: others wrote it, the event did not. WON, LOST: one of the two writes stands. COMBINED:
 * something of both. ASKED: a person is to choose. SAME: both wrote the same. SKIPPED: it was to take back a write that
 * is no longer there.
 */
export type MergeOutcome = 'KEPT' | 'WON' | 'LOST' | 'COMBINED' | 'ASKED' | 'SAME' | 'SKIPPED';

/** What was merged with what: a field that others had written meanwhile, and their write. */
export interface MergedField {
  readonly field: string;
  readonly outcome: MergeOutcome;
  readonly with: { readonly version: number; readonly clock: ClockReading; readonly device: string };
}

/** What an accepted event changed, as the log keeps it: a rebuild needs nothing else [A7]. */
export interface Patch {
  /** By field, the change as it counted. */
  readonly applied: Fields;
  readonly conflicts: ConflictPatch;
}

/** An accepted event and what it did. */
export interface Merged extends Patch {
  /** MERGED: others had written to the entity meanwhile, or made it before. CONFLICT: a part is kept for a person to choose. */
  readonly status: 'APPLIED' | 'MERGED' | 'CONFLICT';
  readonly entity: Entity;
  /** The values of the applied fields before, and the changes that a concurrent write outweighed, wholly or in part. */
  readonly before: Fields;
  readonly lost: Fields;
  readonly merged: readonly MergedField[];
  /** The last writers before it. */
  readonly writersBefore: Entity['writers'];
}

/**
 * One event onto the entity it happens to. Pure; the same on server and device. Needs the entity and the event alone,
 * so its cost does not grow with the history; only a policy that compares with the base asks for that [M8].
 * @throws Refusal when the event cannot be accepted; nothing has changed then.
 */
export function merge(
  registry: Registry,
  current: Entity | undefined,
  event: DomainEvent,
  context: MergeContext,
): Merged {
  const definition = registry.definition(event.type);
  const { fields } = registry.entity(definition.entity);
  admit(registry, current, event, context);
  const base = current ?? emptyEntity(registry.entity(definition.entity), event.entityId);
  const { parentVersion, sequence, id } = event.stamp;
  const { device, clock } = context;

  const mine: Writer = { version: base.version + 1, clock, device, sequence, parent: parentVersion };
  const isConcurrent = (writer: Writer | undefined): writer is Writer =>
    writer !== undefined && writer.version > parentVersion && (context.strict || writer.device !== device);
  const policyOf = (field: string) => registry.policyOf(context.settings, definition.entity, field);
  /** A write to the field that the event's writer did not know of. */
  const strangerTo = (field: string): Writer | undefined => {
    const writer = base.writers[field];
    const lasts = [writer, ...Object.values(writer?.members ?? {})];
    // A field that a newer release brought has no policy here; that it was written counts all the same.
    const writes = fields[field] && policyOf(field).combines ? lasts.flatMap(writesOf) : lasts;
    // The latest, whatever order the members come in: device and server are to name the same.
    return writes.filter(isConcurrent).sort((a, b) => b.version - a.version)[0];
  };

  const applied: Record<string, Json> = {};
  const before: Record<string, Json> = {};
  const lost: Record<string, Json> = {};
  const merged: MergedField[] = [];
  let conflicts: ConflictPatch = {};

  /** @throws Refusal: a newer release brought the field, and knows what the event means */
  const fieldOf = (field: string) => {
    const known = fields[field];
    if (!known) throw new Refusal('UNKNOWN_EVENT', `${definition.entity} has no field ${field} here`);
    return known;
  };
  const note = (field: string, outcome: MergeOutcome, theirs: Writer | undefined) => {
    if (theirs) {
      const { version, clock, device } = theirs;
      merged.push({ field, outcome, with: { version, clock, device } });
    }
  };
  const apply = (field: string, state: FieldState, patch: Json) => {
    applied[field] = patch;
    const old = fieldOf(field).kind.before(state.value);
    if (old !== undefined) before[field] = old;
  };
  const write = (field: string, change: Json, isSettled = false) => {
    const { initial, kind } = fieldOf(field);
    const state: FieldState = { value: base.fields[field] ?? initial, writer: base.writers[field] };
    const theirs = strangerTo(field);
    if (!theirs || isSettled) {
      apply(field, state, change);
      return note(field, 'WON', theirs);
    }
    if (kind.name === 'register' && isSameJson(change, state.value)) {
      // The later of two equal words is the one that a third has to be later than, for every order of arrival.
      if (isLater(mine, state.writer!)) apply(field, state, change);
      return note(field, 'SAME', theirs);
    }
    const clash: Clash = { state, change, mine, isConcurrent, base: () => context.base(field) };
    const result = policyOf(field).merge(clash);
    if (result === ASK) {
      const opened = { id: conflictId(id, field), field, base: context.base(field), mine: change, by: mine };
      conflicts = { ...conflicts, ...openConflict(base, { ...opened, theirs: state.value, against: bare(theirs) }) };
      return note(field, 'ASKED', theirs);
    }
    if (result === LOST) {
      lost[field] = change;
      return note(field, 'LOST', theirs);
    }
    const isWhole = isSameJson(result, change);
    if (!isWhole) lost[field] = change;
    apply(field, state, result);
    note(field, kind.name === 'register' && isWhole ? 'WON' : 'COMBINED', theirs);
  };

  // Another device made the same before.
  const isMadeAlready = definition.creates === 'once' && current !== undefined;
  const settlement = definition.settles?.(event.payload);
  const target = definition.undoes?.(event.payload);
  if (settlement) {
    const done = settle(registry.entity(definition.entity), base, settlement, mine, isConcurrent);
    conflicts = done.conflicts;
    if (done.write) write(done.field, done.write.value, done.write.isSettled);
    if (done.lost !== undefined) lost[done.field] = done.lost;
    note(done.field, 'LOST', done.outweighedBy);
  } else {
    for (const [field, change] of Object.entries(definition.changes(event.payload, clockTime(clock)))) {
      if (change === undefined) continue;
      if (isMadeAlready) {
        lost[field] = change;
        note(field, 'LOST', strangerTo(field));
        continue;
      }
      if (!target) {
        write(field, change);
        continue;
      }
      const { initial, kind } = fieldOf(field);
      const state: FieldState = { value: base.fields[field] ?? initial, writer: base.writers[field] };
      // What still waits for a choice is taken back by not asking any more.
      const asked = openConflicts(base).find((conflict) => conflict.field === field && isBy(conflict.by, target));
      if (asked) {
        conflicts = { ...conflicts, [asked.id]: null };
        note(field, 'COMBINED', strangerTo(field));
        continue;
      }
      const still = kind.stillOf(state, change, target);
      if (still !== undefined) apply(field, state, still);
      if (still === undefined || !isSameJson(still, change)) {
        lost[field] = change;
        note(field, 'SKIPPED', state.writer);
      } else {
        note(field, 'COMBINED', strangerTo(field));
      }
    }
  }

  const strangers = Object.keys(base.writers).filter(strangerTo);
  for (const field of strangers) {
    if (!merged.some((one) => one.field === field)) note(field, 'KEPT', strangerTo(field));
  }
  const patch = { applied, conflicts: withoutOldest(base, conflicts) };
  const became = (outcome: MergeOutcome) => merged.some((one) => one.outcome === outcome);
  return {
    ...patch,
    // A choice may lose to one that wrote nothing, and so has left no writer.
    status: became('ASKED')
      ? 'CONFLICT'
      : isMadeAlready || strangers.length > 0 || became('LOST')
        ? 'MERGED'
        : 'APPLIED',
    entity: applyPatch(registry, base, patch, mine, { position: context.position, occurredAt: event.stamp.occurredAt }),
    before,
    lost,
    writersBefore: base.writers,
    merged: merged.sort((a, b) => (a.field < b.field ? -1 : 1)),
  };
}

/** @throws Refusal when the event cannot happen to the entity as it is */
function admit(registry: Registry, current: Entity | undefined, event: DomainEvent, context: MergeContext): void {
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

/** The entity after an accepted event. A rebuild folds the stored patches with this and never asks a policy again [A7]. */
export function applyPatch(
  registry: Registry,
  entity: Entity,
  patch: Patch,
  writer: Writer,
  { position, occurredAt }: { readonly position: number; readonly occurredAt: ClockReading },
): Entity {
  const definition = registry.entity(entity.type);
  const fields = { ...entity.fields };
  const writers = { ...entity.writers };
  for (const [field, change] of Object.entries(patch.applied)) {
    const { kind, initial } = definition.fields[field]!;
    const state = kind.apply({ value: fields[field] ?? initial, writer: writers[field] }, change, writer);
    fields[field] = state.value;
    if (state.writer) writers[field] = state.writer;
  }
  const conflicts = { ...entity.conflicts, ...patch.conflicts };
  for (const [id, conflict] of Object.entries(conflicts)) if (conflict === null) delete conflicts[id];
  const { device, sequence } = writer;
  const last = entity.seen[device];
  const seen = {
    clock: last && last.clock > occurredAt ? last.clock : occurredAt,
    sequence: Math.max(last?.sequence ?? 0, sequence),
  };
  return {
    ...entity,
    version: writer.version,
    position,
    fields,
    writers,
    seen: { ...entity.seen, [device]: seen },
    conflicts: conflicts as Entity['conflicts'],
  };
}
