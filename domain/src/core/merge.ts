import { admit } from './admit.ts';
import { clockTime, type ClockReading } from './clock.ts';
import {
  conflictId,
  openConflict,
  openConflicts,
  withoutOldest,
  type ConflictPatch,
  type Settlement,
} from './conflict.ts';
import { emptyEntity, type Entity, type EntityDefinition, type EntityRef } from './entity.ts';
import type { DomainEvent, EventDefinition } from './event.ts';
import { ASK, LOST, type FieldDefinition, type FieldPolicy, type FieldState } from './field.ts';
import { isSameJson, type Fields, type Json } from './json.ts';
import { applyPatch, type Patch } from './patch.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { settle } from './settle.ts';
import { bare, isBy, isLater, type EventRef, type LastWriter, type Writer } from './writer.ts';

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
  admit(registry, current, event, context);
  return new Merging(registry, current, event, context).merged();
}

/** One merge while it goes on. */
class Merging {
  readonly #registry: Registry;
  readonly #event: DomainEvent;
  readonly #context: MergeContext;
  readonly #definition: EventDefinition;
  readonly #entity: EntityDefinition;
  readonly #base: Entity;
  readonly #mine: Writer;
  /** Another device made the same before. */
  readonly #isMadeAlready: boolean;
  readonly #applied: Record<string, Json> = {};
  readonly #before: Record<string, Json> = {};
  readonly #lost: Record<string, Json> = {};
  readonly #merged: MergedField[] = [];
  #conflicts: ConflictPatch = {};

  constructor(registry: Registry, current: Entity | undefined, event: DomainEvent, context: MergeContext) {
    this.#registry = registry;
    this.#event = event;
    this.#context = context;
    this.#definition = registry.definition(event.type);
    this.#entity = registry.entity(this.#definition.entity);
    this.#base = current ?? emptyEntity(this.#entity, event.entityId);
    const { clock, device } = context;
    const { sequence, parentVersion: parent } = event.stamp;
    this.#mine = { version: this.#base.version + 1, clock, device, sequence, parent };
    this.#isMadeAlready = this.#definition.creates === 'once' && current !== undefined;
  }

  /** @throws Refusal */
  merged(): Merged {
    const { payload, stamp } = this.#event;
    const settlement = this.#definition.settles?.(payload);
    if (settlement) this.#settle(settlement);
    else {
      const target = this.#definition.undoes?.(payload);
      for (const [field, change] of Object.entries(this.#definition.changes(payload, clockTime(this.#mine.clock)))) {
        if (change === undefined) continue;
        if (this.#isMadeAlready) this.#lose(field, change, this.#strangerTo(field));
        else if (target) this.#takeBack(field, change, target);
        else this.#write(field, change);
      }
    }
    const hasStrangers = this.#keepWhatOthersWrote();
    // A choice may lose to one that wrote nothing, and so has left no writer.
    const isMerged = this.#isMadeAlready || hasStrangers || this.#has('LOST');
    const applied = this.#applied;
    const conflicts = withoutOldest(this.#base, this.#conflicts);
    const at = { position: this.#context.position, occurredAt: stamp.occurredAt };
    return {
      status: this.#has('ASKED') ? 'CONFLICT' : isMerged ? 'MERGED' : 'APPLIED',
      entity: applyPatch(this.#registry, this.#base, { applied, conflicts }, this.#mine, at),
      applied,
      conflicts,
      before: this.#before,
      lost: this.#lost,
      writersBefore: this.#base.writers,
      merged: this.#merged.sort((a, b) => (a.field < b.field ? -1 : 1)),
    };
  }

  #settle(settlement: Settlement): void {
    const done = settle(this.#entity, this.#base, settlement, this.#mine, (writer) => this.#isConcurrent(writer));
    this.#conflicts = done.conflicts;
    if (done.write) this.#write(done.field, done.write.value, done.write.isSettled);
    if (done.lost !== undefined) this.#lost[done.field] = done.lost;
    this.#note(done.field, 'LOST', done.outweighedBy);
  }

  #write(field: string, change: Json, isSettled = false): void {
    const state = this.#stateOf(field);
    const theirs = this.#strangerTo(field);
    if (!theirs || isSettled) {
      this.#apply(field, state, change);
      return this.#note(field, 'WON', theirs);
    }
    const { kind } = this.#fieldOf(field);
    if (kind.name === 'register' && isSameJson(change, state.value)) {
      // The later of two equal words is the one that a third has to be later than, for every order of arrival.
      if (isLater(this.#mine, state.writer!)) this.#apply(field, state, change);
      return this.#note(field, 'SAME', theirs);
    }
    const result = this.#policyOf(field).merge({
      state,
      change,
      mine: this.#mine,
      isConcurrent: (writer): writer is Writer => this.#isConcurrent(writer),
      base: () => this.#context.base(field),
    });
    if (result === ASK) return this.#ask(field, change, state, theirs);
    if (result === LOST) return this.#lose(field, change, theirs);
    const isWhole = isSameJson(result, change);
    if (!isWhole) this.#lost[field] = change;
    this.#apply(field, state, result);
    this.#note(field, kind.name === 'register' && isWhole ? 'WON' : 'COMBINED', theirs);
  }

  #takeBack(field: string, change: Json, target: EventRef): void {
    const state = this.#stateOf(field);
    // What still waits for a choice is taken back by not asking any more.
    const asked = openConflicts(this.#base).find((conflict) => conflict.field === field && isBy(conflict.by, target));
    if (asked) {
      this.#conflicts = { ...this.#conflicts, [asked.id]: null };
      return this.#note(field, 'COMBINED', this.#strangerTo(field));
    }
    const still = this.#fieldOf(field).kind.stillOf(state, change, target);
    if (still !== undefined) this.#apply(field, state, still);
    if (still !== undefined && isSameJson(still, change)) {
      return this.#note(field, 'COMBINED', this.#strangerTo(field));
    }
    this.#lost[field] = change;
    this.#note(field, 'SKIPPED', state.writer);
  }

  #ask(field: string, change: Json, state: FieldState, theirs: Writer): void {
    const id = conflictId(this.#event.stamp.id, field);
    const opened = { id, field, base: this.#context.base(field), mine: change, by: this.#mine };
    const conflict = openConflict(this.#base, { ...opened, theirs: state.value, against: bare(theirs) });
    this.#conflicts = { ...this.#conflicts, ...conflict };
    this.#note(field, 'ASKED', theirs);
  }

  #lose(field: string, change: Json, theirs: Writer | undefined): void {
    this.#lost[field] = change;
    this.#note(field, 'LOST', theirs);
  }

  #apply(field: string, state: FieldState, patch: Json): void {
    this.#applied[field] = patch;
    const old = this.#fieldOf(field).kind.before(state.value);
    if (old !== undefined) this.#before[field] = old;
  }

  #note(field: string, outcome: MergeOutcome, theirs: Writer | undefined): void {
    if (!theirs) return;
    const { version, clock, device } = theirs;
    this.#merged.push({ field, outcome, with: { version, clock, device } });
  }

  /** Notes what others wrote and this event did not. True where others wrote anything. */
  #keepWhatOthersWrote(): boolean {
    if (this.#knowsAll) return false;
    let hasStrangers = false;
    for (const field in this.#base.writers) {
      const theirs = this.#strangerTo(field);
      if (!theirs) continue;
      hasStrangers = true;
      if (!this.#merged.some((one) => one.field === field)) this.#note(field, 'KEPT', theirs);
    }
    return hasStrangers;
  }

  #has(outcome: MergeOutcome): boolean {
    return this.#merged.some((one) => one.outcome === outcome);
  }

  /** The event's writer had seen the entity as it is: no write to it can be news to them. */
  get #knowsAll(): boolean {
    return this.#base.version <= this.#mine.parent;
  }

  #isConcurrent(writer: Writer | undefined): writer is Writer {
    const { parent, device } = this.#mine;
    return writer !== undefined && writer.version > parent && (this.#context.strict || writer.device !== device);
  }

  /** The latest write to the field that the event's writer did not know of: device and server are to name the same. */
  #strangerTo(field: string): Writer | undefined {
    const writer = this.#base.writers[field];
    if (!writer || this.#knowsAll) return undefined;
    let latest = this.#laterStranger(undefined, writer, field);
    for (const member in writer.members) latest = this.#laterStranger(latest, writer.members[member]!, field);
    return latest;
  }

  #laterStranger(latest: Writer | undefined, last: LastWriter, field: string): Writer | undefined {
    let found = latest;
    if (this.#isConcurrent(last) && !(found && found.version >= last.version)) found = last;
    // A field that a newer release brought has no policy here; that it was written counts all the same.
    if (!last.unseen || !this.#entity.fields[field] || !this.#policyOf(field).combines) return found;
    for (const writer of last.unseen) {
      if (this.#isConcurrent(writer) && !(found && found.version >= writer.version)) found = writer;
    }
    return found;
  }

  #policyOf(field: string): FieldPolicy {
    return this.#registry.policyOf(this.#context.settings, this.#definition.entity, field);
  }

  #stateOf(field: string): FieldState {
    const { initial } = this.#fieldOf(field);
    return { value: this.#base.fields[field] ?? initial, writer: this.#base.writers[field] };
  }

  /** @throws Refusal: a newer release brought the field, and knows what the event means */
  #fieldOf(field: string): FieldDefinition {
    const known = this.#entity.fields[field];
    if (!known) throw new Refusal('UNKNOWN_EVENT', `${this.#entity.type} has no field ${field} here`);
    return known;
  }
}
