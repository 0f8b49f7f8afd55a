import { clockTime, entityKey, holds, type Entity, type Registry } from '@cairn/domain';
import type { CairnApp, Identity } from './app.ts';
import { isKnown, toEntity } from './cache/apollo-view.ts';
import type { StoredState } from './cache/confirmed-store.ts';
import { LocalIndex } from './cache/local-index.ts';
import { View, type Step } from './cache/view.ts';
import { DeviceClock } from './device-clock.ts';
import type { Environment } from './environment/environment.ts';
import { EventWriter } from './event-writer.ts';
import type { ChangePage } from './feed/feed.ts';
import { Outbox } from './outbox/outbox.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { OutboxStore } from './outbox/outbox-store.ts';

export interface ReplicaOptions {
  readonly app: CairnApp;
  readonly identity: Identity;
  readonly environment: Environment;
  readonly store: OutboxStore;
}

/** How long after a restored backup other devices are waited for. Milliseconds. */
const PATIENCE = 600_000;

/**
 * One tab's copy of the account, in memory: outbox, confirmed state, the view over both, the indexes and the clock. It
 * does no I/O but the outbox's.
 */
export class Replica {
  readonly outbox: Outbox;
  readonly view: View;
  readonly writer: EventWriter;
  readonly #indexes: ReadonlyMap<string, LocalIndex>;
  readonly #clock: DeviceClock;
  readonly #options: ReplicaOptions;
  #cursor: string | null = null;
  #epoch: string | undefined;
  /** While confirmed state is loaded from the beginning: what that load has brought so far. */
  #fresh: Set<string> | undefined;
  #hasExpired = false;
  /** When this tab heard of a log that began anew: a purged one has lost nothing. Milliseconds since 1970. */
  #anewSince: number | undefined;

  constructor(options: ReplicaOptions) {
    const { environment, identity } = options;
    const { registry, indexes } = options.app;
    const { deviceId } = identity;
    this.#options = options;
    this.outbox = new Outbox(options.store, registry);
    this.view = new View({ outbox: this.outbox, registry, identity });
    this.#clock = new DeviceClock({
      environment,
      deviceId,
      entities: () => this.view.confirmedEntities(),
      readings: () => this.outbox.all().map(({ entry }) => entry.input.event.occurredAt),
    });
    const { outbox, view } = this;
    this.writer = new EventWriter({ registry, environment, deviceId, outbox, view, clock: this.#clock });
    this.#indexes = new Map(indexes.map((definition) => [definition.name, new LocalIndex(definition)]));
  }

  /** From storage, once, before anything else. */
  load({ entities, cursor, epoch }: StoredState, entries: readonly OutboxEntry[]): void {
    this.view.load(entities, entries);
    for (const index of this.#indexes.values()) index.load(() => this.view.entitiesOf(index.definition.type));
    this.view.subscribe((changes) => {
      for (const index of this.#indexes.values()) index.update(changes);
    });
    this.#cursor = cursor;
    this.#epoch = epoch;
    if (cursor === null) this.#fresh = new Set();
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

  /** Takes a page of the feed in; answers what it made new. */
  applyPage(page: ChangePage): readonly Entity[] {
    // A type that a newer release brought is passed over here; that release loads it anew.
    const known = page.changes.filter((object) => isKnown(this.registry, object));
    const entities = known.map((object) => toEntity(this.registry, object));
    if (!this.isOfThisLog(page.epoch)) {
      this.expire();
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

  /** What the server has said since this tab began: a page or a receipt. */
  confirm(entities: readonly Entity[], rest: Step = {}): readonly Entity[] {
    const fresh = this.#fresh;
    const accepted = this.view.step({
      ...rest,
      confirm: entities,
      ...(fresh ? { afresh: (entity) => !fresh.has(entityKey(entity)) } : {}),
    });
    for (const entity of entities) fresh?.add(entityKey(entity));
    for (const entity of accepted) this.#clock.observe(entity);
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
    for (const entity of accepted) this.#clock.observe(entity);
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
    this.#hasExpired = true;
    this.loadAnew();
  }

  /** Begins a load from the beginning, also in the middle of one: nothing that was asked for before may be taken in. */
  loadAnew(): void {
    this.#cursor = null;
    this.#fresh = new Set();
  }

  /** When the oldest event that waits was made; ISO time. */
  waitingSince(): string | undefined {
    const { first } = this.outbox.count();
    return first && clockTime(first.input.event.occurredAt);
  }
}
