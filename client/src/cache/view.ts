import {
  entityKey,
  holds,
  isCreation,
  merge,
  Refusal,
  type DomainEvent,
  type Entity,
  type EntityRef,
  type Fields,
  type Merged,
  type Registry,
} from '@cairn/domain';
import type { Identity } from '../app.ts';
import type { Held, Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';

/** One step of change. All of it is seen at once, or nothing. */
export interface Step {
  /** State that the server has said. */
  readonly confirm?: readonly Entity[];
  /** Entities that a fresh load did not find any more. */
  readonly gone?: readonly EntityRef[];
  /** Entries taken into the outbox, or changed there. */
  readonly hold?: readonly OutboxEntry[];
  /** Sequences that the server has answered, or that the person discarded. */
  readonly forget?: readonly number[];
  /** Where the version does not count: the log began anew, and this is the first that is heard of the entity since. */
  readonly afresh?: (entity: Entity) => boolean;
}

/**
 * An entity that a step touched. `before` and `after` are what the app reads; undefined where the entity is not there,
 * and the same object where only the number of its pending events changed.
 */
export interface ViewChange {
  readonly key: string;
  readonly before: Entity | undefined;
  readonly after: Entity | undefined;
}

/**
 * What the app reads: for each entity the fold of its pending events over its confirmed state [C1]. Confirmed and
 * pending are kept apart; every way by which either changes is a `step` [C2].
 */
export class View {
  readonly #confirmed = new Map<string, Entity>();
  /** Only of entities with pending events; all others are read from `#confirmed`. */
  readonly #folded = new Map<string, Entity | undefined>();
  /** All of them by type, until the next step. */
  #byType: Map<string, Entity[]> | undefined;
  readonly #listeners = new Set<(changes: readonly ViewChange[]) => void>();
  readonly #outbox: Outbox;
  readonly #registry: Registry;
  readonly #identity: Identity;

  constructor(options: { outbox: Outbox; registry: Registry; identity: Identity }) {
    this.#outbox = options.outbox;
    this.#registry = options.registry;
    this.#identity = options.identity;
  }

  /** What is stored, before anybody follows: of many thousands only those with pending events are folded. */
  load(confirmed: readonly Entity[], hold: readonly OutboxEntry[]): void {
    for (const entity of confirmed) this.#confirmed.set(entityKey(entity), entity);
    this.step({ hold });
  }

  get(ref: EntityRef): Entity | undefined {
    const key = entityKey(ref);
    return this.#folded.has(key) ? this.#folded.get(key) : this.#confirmed.get(key);
  }

  /** What the server has said; its version is the parent version of the next event [stamp]. */
  confirmed(ref: EntityRef): Entity | undefined {
    return this.#confirmed.get(entityKey(ref));
  }

  confirmedByKey(key: string): Entity | undefined {
    return this.#confirmed.get(key);
  }

  confirmedEntities(): IterableIterator<Entity> {
    return this.#confirmed.values();
  }

  /** All of them, as they are now. */
  entities(): Entity[] {
    const entities: Entity[] = [];
    for (const [key, entity] of this.#confirmed) if (!this.#folded.has(key)) entities.push(entity);
    for (const entity of this.#folded.values()) if (entity) entities.push(entity);
    return entities;
  }

  /** Those of a type, as they are now: what several ask for at a start is looked through once. */
  entitiesOf(type: string): readonly Entity[] {
    if (!this.#byType) {
      this.#byType = new Map();
      for (const entity of this.entities()) {
        const others = this.#byType.get(entity.type);
        if (others) others.push(entity);
        else this.#byType.set(entity.type, [entity]);
      }
    }
    return this.#byType.get(type) ?? [];
  }

  /** Told after each step with what it touched; never with an empty list. */
  subscribe(listener: (changes: readonly ViewChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Answers the entities whose confirmed state is new. */
  step({ confirm = [], gone = [], hold = [], forget = [], afresh }: Step): Entity[] {
    this.#byType = undefined;
    const before = new Map<string, Entity | undefined>();
    const touch = (ref: EntityRef) => {
      const key = entityKey(ref);
      if (!before.has(key)) before.set(key, this.get(ref));
    };

    const accepted = confirm.filter((entity) => {
      const known = this.#confirmed.get(entityKey(entity));
      return !known || afresh?.(entity) || entity.version > known.version;
    });
    accepted.forEach(touch);
    gone.forEach(touch);
    for (const sequence of forget) {
      const entity = this.#outbox.get(sequence)?.entity;
      if (entity) touch(entity);
    }
    for (const entity of accepted) this.#confirmed.set(entityKey(entity), entity);
    for (const ref of gone) this.#confirmed.delete(entityKey(ref));
    this.#outbox.forget(forget);
    for (const entry of hold) {
      const old = this.#outbox.get(entry.sequence)?.entity;
      if (old) touch(old);
      const entity = this.#outbox.hold(entry);
      // `hold` changes the outbox, not the fold, so what was read before is still there to be noted.
      if (entity) touch(entity);
    }

    const changes = [...before].map(([key, old]) => ({ key, before: old, after: this.#refold(key) }));
    if (changes.length > 0) for (const listener of [...this.#listeners]) listener(changes);
    return accepted;
  }

  #refold(key: string): Entity | undefined {
    const pending = this.#outbox.pendingOf(key);
    const confirmed = this.#confirmed.get(key);
    if (pending.length === 0) {
      this.#folded.delete(key);
      return confirmed;
    }
    let entity = confirmed;
    // An event whose effect came by the feed before its receipt is in there already: a count would count it twice.
    const isIn = ({ stamp }: DomainEvent) => confirmed && holds(confirmed, this.#identity.deviceId, stamp);
    for (const { event, entry } of this.#creationsFirst(pending)) {
      if (event && !isIn(event)) entity = this.#apply(entity, event, entry.base);
    }
    this.#folded.set(key, entity);
    return entity;
  }

  /** A creation that was retried has a later sequence than what waited for it. */
  #creationsFirst(pending: readonly Held[]): readonly Held[] {
    const creates = ({ event }: Held) => event !== undefined && isCreation(this.#registry.definition(event.type));
    return pending.slice(1).some(creates)
      ? [...pending].sort((a, b) => Number(creates(b)) - Number(creates(a)))
      : pending;
  }

  #apply(entity: Entity | undefined, event: DomainEvent, base: Fields | undefined): Entity | undefined {
    try {
      return this.#merge(
        entity,
        event,
        base,
        (ref) => this.get(ref),
        () => true,
      ).entity;
    } catch (error) {
      // The server has the last word on a pending event: here it shows nothing, there it is answered.
      if (Refusal.is(error)) return entity;
      throw error;
    }
  }

  /**
   * What `event` would do now.
   * @param ahead by key, entities as events that are about to be written before it make them
   * @throws Refusal when the server would reject it too: better said before it is in the outbox.
   */
  check(event: DomainEvent, ahead?: ReadonlyMap<string, Entity>): Merged {
    const get = (ref: EntityRef) => ahead?.get(entityKey(ref)) ?? this.get(ref);
    const entity = get({ type: this.#registry.definition(event.type).entity, id: event.entityId });
    return this.#merge(entity, event, undefined, get);
  }

  #merge(
    entity: Entity | undefined,
    event: DomainEvent,
    base: Fields | undefined,
    get: (ref: EntityRef) => Entity | undefined,
    exists = (ref: EntityRef) => get(ref) !== undefined,
  ): Merged {
    const { accountId, deviceId } = this.#identity;
    return merge(this.#registry, entity, event, {
      account: accountId,
      device: deviceId,
      strict: false,
      clock: event.stamp.occurredAt,
      position: entity?.position ?? 0,
      exists,
      settings: get(this.#registry.settingsOf(accountId)),
      base: (field) => base?.[field] ?? null,
    });
  }
}
