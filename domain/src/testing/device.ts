import { observe, tick, type ClockReading } from '../core/clock.ts';
import { entityKey, holds, type Entity, type EntityRef } from '../core/entity.ts';
import type { DomainEvent } from '../core/event.ts';
import type { Fields } from '../core/json.ts';
import { merge, type Merged } from '../core/merge.ts';
import { Refusal } from '../core/refusal.ts';
import type { Registry } from '../core/registry.ts';
import type { Intent } from '../core/undo.ts';
import { TEST_ACCOUNT, type TestLog } from './log.ts';

interface Pending {
  readonly event: DomainEvent;
  readonly base: Fields;
}

export const deviceId = (number: number) => `01900000-0000-7000-8000-0000000000d${number}`;

/** A device without storage or network: confirmed state, and a queue folded over it. */
export class TestDevice {
  readonly id: string;
  readonly #number: number;
  readonly #registry: Registry;
  readonly #log: TestLog;
  readonly #confirmed = new Map<string, Entity>();
  #pending: Pending[] = [];
  #sequence = 0;
  #clock: ClockReading | undefined;
  /** The position up to which it has read the feed. */
  cursor = 0;

  constructor(
    registry: Registry,
    log: TestLog,
    /** 1 to 9: which device it is. */
    number: number,
    /** Milliseconds by which its clock is wrong. */
    readonly skew = 0,
  ) {
    this.#registry = registry;
    this.#log = log;
    this.#number = number;
    this.id = deviceId(number);
  }

  view(ref: EntityRef): Entity | undefined {
    const confirmed = this.#confirmed.get(entityKey(ref));
    const isIn = (event: DomainEvent) => confirmed !== undefined && holds(confirmed, this.id, event.stamp);
    return this.#pending
      .filter(({ event }) => this.#keyOf(event) === entityKey(ref) && !isIn(event))
      .reduce((entity, { event, base }) => this.#fold(entity, event, base), confirmed);
  }

  /** Records what the person does; undefined where the event would be refused. */
  write({ mutation, payload }: Intent): Merged | undefined {
    const { entity: type, key } = this.#registry.eventOf(mutation);
    const ref = { type, id: String(payload[key]) };
    const current = this.view(ref);
    const occurredAt = tick(this.#clock, this.#log.now + this.skew);
    try {
      const event = this.#registry.parse(mutation, {
        event: {
          id: `01900000-0000-7000-8000-${this.#number}${(this.#sequence + 1).toString(16).padStart(11, '0')}`,
          parentVersion: this.#confirmed.get(entityKey(ref))?.version ?? 0,
          sequence: this.#sequence + 1,
          occurredAt,
        },
        ...payload,
      });
      const base = current?.fields ?? {};
      const merged = this.#merge(current, event, base);
      this.#sequence += 1;
      this.#clock = occurredAt;
      this.#pending.push({ event, base });
      return merged;
    } catch (error) {
      if (Refusal.is(error)) return undefined;
      throw error;
    }
  }

  /** Sends the first `count` events. Where the receipts are lost, all stays in the queue and is sent again. */
  send(count = Infinity, isAnswered = true): void {
    for (const pending of this.#pending.slice(0, count)) {
      const isAccepted = this.#log.has(pending.event) || this.#offer(pending.event);
      if (isAccepted && !isAnswered) continue;
      this.#pending = this.#pending.filter((one) => one !== pending);
      if (isAccepted) this.confirm(this.#log.entity(this.#refOf(pending.event))!);
    }
  }

  /** One page of the feed: the current state of up to `first` entities. */
  pull(first = Infinity): void {
    const page = [...this.#log.state().values()]
      .filter(({ position }) => position > this.cursor)
      .sort((a, b) => a.position - b.position)
      .slice(0, first);
    page.forEach((entity) => this.confirm(entity));
    this.cursor = page.at(-1)?.position ?? this.cursor;
  }

  /** Takes what the server says, in whatever order it comes. */
  confirm(entity: Entity): void {
    const known = this.#confirmed.get(entityKey(entity));
    if (known && known.version >= entity.version) return;
    this.#confirmed.set(entityKey(entity), entity);
    for (const { clock } of Object.values(entity.seen)) this.#clock = observe(this.#clock, clock);
  }

  #offer(event: DomainEvent): boolean {
    try {
      this.#log.append(this.id, event);
      return true;
    } catch (error) {
      if (Refusal.is(error)) return false;
      throw error;
    }
  }

  #refOf(event: DomainEvent): EntityRef {
    return { type: this.#registry.definition(event.type).entity, id: event.entityId };
  }

  #keyOf(event: DomainEvent): string {
    return entityKey(this.#refOf(event));
  }

  #fold(entity: Entity | undefined, event: DomainEvent, base: Fields): Entity | undefined {
    try {
      return this.#merge(entity, event, base).entity;
    } catch (error) {
      if (Refusal.is(error)) return entity;
      throw error;
    }
  }

  #merge(entity: Entity | undefined, event: DomainEvent, base: Fields): Merged {
    const settings = this.#registry.settingsOf(TEST_ACCOUNT);
    return merge(this.#registry, entity, event, {
      account: TEST_ACCOUNT,
      device: this.id,
      strict: false,
      clock: event.stamp.occurredAt,
      position: entity?.position ?? 0,
      exists: () => true,
      // Choosing is itself an event onto the settings; what it chooses counts from the next one on.
      settings: this.#keyOf(event) === entityKey(settings) ? entity : this.view(settings),
      base: (field) => base[field] ?? null,
    });
  }
}
