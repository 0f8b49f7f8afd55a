import {
  CLOCK_MEMORY,
  clockTime,
  entityKey,
  holds,
  isCreation,
  observe,
  tick,
  uuidv7,
  currentSchema,
  type ClockReading,
  type Entity,
  type EntityRef,
  type Intent,
  Refusal,
  type Merged,
  type Registry,
} from '@cairn/domain';
import type { CairnApp, Identity } from './app.ts';
import { toEntity } from './cache/apollo-view.ts';
import type { StoredState } from './cache/confirmed-store.ts';
import { LocalIndex } from './cache/local-index.ts';
import { View, type Step } from './cache/view.ts';
import type { Environment } from './environment/environment.ts';
import type { ChangePage } from './feed/feed.ts';
import { isPutOff, type Receipt } from './link/receipt.ts';
import { Outbox, type Held } from './outbox/outbox.ts';
import { creates, dependsOn } from './outbox/dependencies.ts';
import type { EventInput, OutboxEntry } from './outbox/outbox-entry.ts';
import type { MakeEntry, OutboxStore } from './outbox/outbox-store.ts';
import { breathe, slicesOf } from './slices.ts';

export interface ReplicaOptions {
  readonly app: CairnApp;
  readonly identity: Identity;
  readonly environment: Environment;
  readonly store: OutboxStore;
}

/** How long after a restored backup other devices are waited for. Milliseconds. */
const PATIENCE = 600_000;

/** An event that is durable, and what it did here. */
export interface Written {
  readonly entry: OutboxEntry;
  readonly merged: Merged;
}

/** Runs `write`, which makes durable what brings the entities to be as they are given. */
export type Show = <T>(entities: readonly Entity[], write: () => Promise<T>) => Promise<T>;

export interface AppendOptions {
  readonly draft?: true;
  readonly show?: Show | undefined;
}

export interface AppendAllOptions {
  /** How many are found right so far. */
  onChecked?(count: number): void;
  readonly signal?: AbortSignal | undefined;
  readonly show?: Show | undefined;
}

/** What is sent for an event, once its sequence and clock are known. */
type InputOf = (sequence: number, occurredAt: ClockReading) => EventInput;

/** What a batch of receipts meant for the outbox. */
export interface Settlement {
  /** Answered: the outbox may forget them. */
  readonly answered: readonly number[];
  /** Rejected: kept for the person, with the reason. */
  readonly parked: readonly OutboxEntry[];
  /** Rejected only because what they depend on was: to be written anew, to wait with it [O3]. */
  readonly orphaned: readonly OutboxEntry[];
  /** Confirmed state that came with the receipts. */
  readonly confirmed: readonly Entity[];
  /** True when some of that is of a type that this release does not know: a tab of another one wrote the event. */
  readonly isPartial: boolean;
}

/**
 * One tab's copy of the account, in memory: outbox, confirmed state, the view over both, the indexes and the clock. It
 * does no I/O but the outbox's.
 */
export class Replica {
  readonly outbox: Outbox;
  readonly view: View;
  readonly #indexes: ReadonlyMap<string, LocalIndex>;
  readonly #options: ReplicaOptions;
  #cursor: string | null = null;
  #epoch: string | undefined;
  #clock: ClockReading | undefined;
  /** While confirmed state is loaded from the beginning: what that load has brought so far. */
  #fresh: Set<string> | undefined;
  #hasExpired = false;
  /** When this tab heard of a log that began anew: a purged one has lost nothing. Milliseconds since 1970. */
  #anewSince: number | undefined;

  constructor(options: ReplicaOptions) {
    const { registry, indexes } = options.app;
    this.#options = options;
    this.outbox = new Outbox(options.store, registry);
    this.view = new View({ outbox: this.outbox, registry, identity: options.identity });
    this.#indexes = new Map(indexes.map((definition) => [definition.name, new LocalIndex(definition)]));
  }

  /** From storage, once, before anything else. */
  load({ entities, cursor, epoch }: StoredState, entries: readonly OutboxEntry[]): void {
    this.view.load(entities, entries);
    for (const index of this.#indexes.values()) index.load(() => this.view.entities());
    this.view.subscribe((changes) => {
      for (const index of this.#indexes.values()) index.update(changes);
    });
    this.#cursor = cursor;
    this.#epoch = epoch;
    if (cursor === null) this.#fresh = new Set();
    for (const entity of entities) this.#observe(entity);
  }

  /** @throws Error when the app defines none of the name */
  index(name: string): LocalIndex {
    const index = this.#indexes.get(name);
    if (!index) throw new Error(`the app defines no index ${name}`);
    return index;
  }

  /** Where the feed goes on. */
  get cursor(): string | null {
    return this.#cursor;
  }

  /** What may be stored as the cursor: null until a load from the beginning is complete, so that a crash begins it anew. */
  get durableCursor(): string | null {
    return this.#fresh ? null : this.#cursor;
  }

  /** Of the log that confirmed state is of; undefined before the server has said anything. */
  get epoch(): string | undefined {
    return this.#epoch;
  }

  /** True once confirmed state is complete as of some page: what is not there is not in the log. */
  get isLoaded(): boolean {
    return this.#fresh === undefined;
  }

  get deviceId(): string {
    return this.#options.identity.deviceId;
  }

  /**
   * False for what is said of another log: an answer that was on its way while a backup was restored, a tab that has not
   * heard of it yet. The first to say anything is believed; the next page tells.
   */
  isOfThisLog(epoch: string | null | undefined): boolean {
    if (epoch === null || epoch === undefined) return true;
    this.#epoch ??= epoch;
    return this.#epoch === epoch;
  }

  newId(): string {
    const { environment } = this.#options;
    return uuidv7(environment.now(), environment.random(10));
  }

  /**
   * Steps 1 and 2 of the journey: the event, checked and durable. It is not in the view yet.
   * @throws Refusal, StorageError
   */
  async append(
    mutation: string,
    payload: { readonly [member: string]: unknown },
    { draft, show = unseen }: AppendOptions = {},
  ): Promise<Written> {
    const input = this.#inputOf(mutation, payload);
    const event = this.registry.parse(mutation, input(this.outbox.lastSequence + 1, this.#tick()));
    const merged = this.view.check(event);
    const maker = this.#maker(mutation, input, merged, draft ? { draft } : {});
    const entry = await show([merged.entity], () => this.outbox.append(maker));
    return { entry, merged };
  }

  /**
   * As `append`, for events of which each may build on those before it: durable together, or none of them is. Lets the
   * screen breathe while it checks them.
   * @throws Refusal, StorageError, and the signal's reason when it is aborted before they are durable
   */
  async appendAll(
    intents: readonly Intent[],
    { onChecked, signal, show = unseen }: AppendAllOptions = {},
  ): Promise<Written[]> {
    const first = this.outbox.lastSequence + 1;
    const ahead = new Map<string, Entity>();
    const makers: MakeEntry[] = [];
    const merged: Merged[] = [];
    let clock = this.#tick();
    for (const slice of slicesOf(intents)) {
      if (makers.length > 0) await breathe(this.#options.environment);
      signal?.throwIfAborted();
      for (const { mutation, payload } of slice) {
        const input = this.#inputOf(mutation, payload);
        clock = this.#tick(clock);
        const one = this.view.check(this.registry.parse(mutation, input(first + makers.length, clock)), ahead);
        ahead.set(entityKey(one.entity), one.entity);
        merged.push(one);
        makers.push(this.#maker(mutation, input, one));
      }
      onChecked?.(makers.length);
    }
    const entries = await show([...ahead.values()], () => this.outbox.appendAll(makers));
    // Another tab was faster: the events are known by other sequences than they were checked with.
    const late = entries.length > 0 ? entries[0]!.sequence - first : 0;
    return entries.map((entry, index) => ({ entry, merged: this.#renumbered(merged[index]!, first, late) }));
  }

  #maker(mutation: string, input: InputOf, merged: Merged, local: { readonly draft?: true } = {}): MakeEntry {
    const base = isCreation(this.registry.eventOf(mutation)) ? {} : { base: merged.before };
    return (counter) => {
      const sequence = counter.sequence + 1;
      this.#clock = this.#tick(counter.clock);
      return { sequence, mutation, input: input(sequence, this.#clock), ...base, ...local };
    };
  }

  #renumbered(merged: Merged, from: number, by: number): Merged {
    if (by === 0) return merged;
    const writersBefore = Object.entries(merged.writersBefore).map(([field, writer]) => {
      const isOfThese = writer.device === this.deviceId && writer.sequence >= from;
      return [field, isOfThese ? { ...writer, sequence: writer.sequence + by } : writer];
    });
    return { ...merged, writersBefore: Object.fromEntries(writersBefore) as Merged['writersBefore'] };
  }

  get registry(): Registry {
    return this.#options.app.registry;
  }

  /** False for what another tab tells too late: a draft that was sealed, or even answered, since. */
  isNews({ sequence, draft, mutation, input }: OutboxEntry): boolean {
    const held = this.outbox.get(sequence);
    if (held) return !draft || held.entry.draft === true;
    if (!draft || !this.registry.mutations.includes(mutation)) return true;
    const definition = this.registry.eventOf(mutation);
    const confirmed = this.view.confirmed({ type: definition.entity, id: String(input[definition.key]) });
    return !confirmed || !holds(confirmed, this.#options.identity.deviceId, input.event);
  }

  /** @throws Refusal when the entry's event could not be written as it is now */
  check({ mutation, input }: OutboxEntry): void {
    this.registry.parse(mutation, input);
  }

  /** Whether the event would change anything here; false also where it would be refused. */
  wouldChange(mutation: string, payload: { readonly [member: string]: unknown }): boolean {
    const input = this.#inputOf(mutation, payload);
    try {
      const event = this.registry.parse(mutation, input(1, this.#tick()));
      const { applied, conflicts } = this.view.check(event);
      return Object.keys(applied).length + Object.keys(conflicts).length > 0;
    } catch (error) {
      if (Refusal.is(error)) return false;
      throw error;
    }
  }

  /** Takes a page of the feed in; answers what it made new. */
  applyPage(page: ChangePage): readonly Entity[] {
    // A type that a newer release brought is passed over here; that release loads it anew.
    const known = page.changes.filter((object) => this.#knows(object));
    const entities = known.map((object) => toEntity(this.registry, object));
    if (!this.isOfThisLog(page.epoch)) {
      this.#beginAnew();
      this.#anewSince = this.#options.environment.now();
      this.#epoch = page.epoch;
    }
    const accepted = this.confirm(entities);
    this.#cursor = page.cursor;
    if (page.hasMore || !this.#fresh) return accepted;
    const fresh = this.#fresh;
    this.#fresh = undefined;
    const gone = [...this.view.confirmedEntities()].filter((entity) => !fresh.has(entityKey(entity)));
    this.view.step({ gone });
    return [...accepted, ...gone];
  }

  /** Whether each has the fields that this release knows, no more and no fewer. */
  isOfThisRelease(entities: readonly Entity[]): boolean {
    return entities.every((entity) => {
      const known = this.registry.entities.find(({ type }) => type === entity.type);
      const names = known && Object.keys(known.fields);
      return names?.length === Object.keys(entity.fields).length && names.every((name) => name in entity.fields);
    });
  }

  #knows({ __typename }: Readonly<Record<string, unknown>>): boolean {
    return this.registry.entities.some(({ type }) => type === __typename);
  }

  /** What the server has said since this tab began: a page or a receipt. */
  confirm(entities: readonly Entity[], rest: Step = {}): readonly Entity[] {
    const fresh = this.#fresh;
    const accepted = this.view.step({
      ...rest,
      confirm: entities,
      ...(fresh ? { afresh: (entity) => !fresh.has(entityKey(entity)) } : {}),
    });
    for (const entity of entities) fresh?.add(entityKey(entity));
    for (const entity of accepted) this.#observe(entity);
    return accepted;
  }

  /** True once the log that this tab began with is over: what another tab has stored may still be of that one. */
  get hasExpired(): boolean {
    return this.#hasExpired;
  }

  /** What another tab has stored meanwhile: older than anything the server says. */
  confirmStored({ entities, cursor, epoch, isOfOtherRelease }: StoredState): readonly Entity[] {
    if (this.#hasExpired || !this.isOfThisLog(epoch)) return [];
    // With initial values in place of what that release does not know, at a version which no page would say again.
    if (isOfOtherRelease && this.isLoaded) return [];
    if (this.#fresh && cursor !== null) {
      // It has loaded what this tab still waits for. The page on its way may be older, and must not take away from it.
      this.#fresh = undefined;
      this.#cursor = cursor;
    }
    const older = entities.filter((entity) => !this.#fresh?.has(entityKey(entity)));
    const accepted = this.view.step({ confirm: older });
    for (const entity of accepted) this.#observe(entity);
    return accepted;
  }

  /**
   * Whether the entity of this key may be one that a restored backup lacks and that the device which made it is about to
   * give back. What is said of it until then would be rejected, and parked for nothing.
   */
  mayComeBack(key: string): boolean {
    if (this.#anewSince === undefined || this.view.confirmedByKey(key)) return false;
    return Math.abs(this.#options.environment.now() - this.#anewSince) < PATIENCE;
  }

  /** The cursor no longer fits the server's log: load from the beginning, keep what is pending [F4]. */
  expire(): void {
    this.#cursor = null;
    this.#beginAnew();
  }

  #beginAnew(): void {
    this.#fresh = new Set();
    this.#hasExpired = true;
  }

  /** Whether one of the events was taken, and its effect is neither here nor said in the receipts [C3]. */
  lacksEffectOf(entries: readonly OutboxEntry[], receipts: readonly Receipt[]): boolean {
    const said = new Set(receipts.flatMap(({ entity }) => (entity ? [entity['id']] : [])));
    return receipts.some(({ status, version }, index) => {
      const ref = this.outbox.get(entries[index]!.sequence)?.entity;
      if (status === 'REJECTED' || !ref || said.has(ref.id)) return false;
      return (this.view.confirmed(ref)?.version ?? 0) < (version ?? 0);
    });
  }

  /** What receipts mean; changes nothing yet. */
  settlement(entries: readonly OutboxEntry[], receipts: readonly Receipt[]): Settlement {
    const answered: number[] = [];
    const parked: OutboxEntry[] = [];
    const orphaned: OutboxEntry[] = [];
    const missing = new Set<string>();
    const confirmed: Entity[] = [];
    let isPartial = false;
    receipts.forEach((receipt, index) => {
      const entry = entries[index]!;
      if (receipt.entity && this.#knows(receipt.entity)) confirmed.push(toEntity(this.registry, receipt.entity));
      else if (receipt.entity) isPartial = true;
      if (receipt.status !== 'REJECTED') {
        answered.push(entry.sequence);
      } else if (!isPutOff(receipt)) {
        const held = this.outbox.get(entry.sequence);
        if (held && dependsOn(this.#options.app.registry, held, missing)) {
          orphaned.push(entry);
          return;
        }
        if (held && this.makes(held)) missing.add(entityKey(held.entity!));
        const code = receipt.code ?? 'REJECTED';
        parked.push({ ...entry, rejection: { code, message: receipt.message ?? code } });
      }
    });
    return { answered, parked, orphaned, confirmed, isPartial };
  }

  /** Whether its entity is not there without it. One that two devices may create is there once either has [M11]. */
  makes(held: Held): boolean {
    return creates(this.registry, held) && this.view.confirmed(held.entity!) === undefined;
  }

  /** The same event under a new id and sequence: the server remembers what it answered to the old one. */
  remake({ mutation, base, input: { event: old, ...payload } }: OutboxEntry): Promise<OutboxEntry> {
    const id = this.newId();
    return this.outbox.append((counter) => {
      const sequence = counter.sequence + 1;
      this.#clock = this.#tick(counter.clock ?? old.occurredAt);
      const event = { ...old, id, sequence, occurredAt: this.#clock };
      return { sequence, mutation, input: { ...payload, event }, ...(base ? { base } : {}) };
    });
  }

  /** When the oldest event that waits was made; ISO time. */
  waitingSince(): string | undefined {
    const { first } = this.outbox.count();
    return first && clockTime(first.input.event.occurredAt);
  }

  #inputOf(mutation: string, payload: { readonly [member: string]: unknown }): InputOf {
    const id = this.newId();
    const definition = this.registry.eventOf(mutation);
    const schema = currentSchema(definition);
    const ref: EntityRef = { type: definition.entity, id: String(payload[definition.key]) };
    return (sequence, occurredAt) => ({
      event: {
        id,
        parentVersion: this.view.confirmed(ref)?.version ?? 0,
        sequence,
        occurredAt,
        ...(schema === 1 ? {} : { schema }),
      },
      ...payload,
    });
  }

  /**
   * The next reading, past all that this device has seen and `last`. Each by itself: one of them may be days off, and
   * dropped for it, when the other is not.
   */
  #tick(last?: ClockReading): ClockReading {
    const now = this.#options.environment.now();
    if (this.#clock !== undefined && isFarAhead(this.#clock, now)) {
      // The clock was wrong and has been put right. What it has shown meanwhile is dropped, not what was seen before.
      this.#clock = undefined;
      for (const entity of this.view.confirmedEntities()) this.#observe(entity);
      for (const { entry } of this.outbox.all()) this.#see(entry.input.event.occurredAt);
    }
    return observe(tick(this.#clock, now), tick(last, now));
  }

  /** The clock must be past all that this device has seen, or its next event could lose to what it was made after. */
  #observe(entity: Entity): void {
    for (const writer of Object.values(entity.writers)) this.#see(writer.clock);
    // Its own too: what this device writes next must not look like something that is in there already.
    const seen = entity.seen[this.#options.identity.deviceId];
    if (seen) this.#see(seen.clock);
  }

  #see(reading: ClockReading): void {
    // Nearly all are: a start sees every write of every entity.
    if (this.#clock !== undefined && reading <= this.#clock) return;
    if (!isFarAhead(reading, this.#options.environment.now())) this.#clock = observe(this.#clock, reading);
  }
}

const unseen: Show = (_entities, write) => write();

/** As far as `tick` believes no reading any more. */
function isFarAhead(reading: ClockReading, now: number): boolean {
  return Date.parse(clockTime(reading)) - now > CLOCK_MEMORY;
}
