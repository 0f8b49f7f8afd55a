import { entityKey, type Entity, type EntityRef } from '../core/entity.ts';
import { effectiveClock } from '../core/clock.ts';
import type { DomainEvent } from '../core/event.ts';
import type { Fields } from '../core/json.ts';
import { applyPatch, merge, type Merged } from '../core/merge.ts';
import { emptyEntity } from '../core/entity.ts';
import type { Registry } from '../core/registry.ts';

/** One accepted event as a log keeps it. */
export interface LogRow {
  readonly event: DomainEvent;
  readonly entity: EntityRef;
  readonly device: string;
  readonly clock: string;
  readonly version: number;
  readonly applied: Fields;
  readonly before: Fields;
  readonly lost: Fields;
}

/** A log in memory, for tests of decisions: the server's append without its database. */
export class TestLog {
  readonly rows: LogRow[] = [];
  readonly #entities = new Map<string, Entity>();
  readonly #registry: Registry;
  now: number;

  constructor(registry: Registry, now: number) {
    this.#registry = registry;
    this.now = now;
  }

  /** @throws Refusal */
  append(device: string, event: DomainEvent, strict = false): Merged {
    const ref = { type: this.#registry.definition(event.type).entity, id: event.entityId };
    const clock = effectiveClock(event.stamp.occurredAt, this.now);
    const merged = merge(this.#registry, this.#entities.get(entityKey(ref)), event, {
      device,
      strict,
      clock,
      position: this.rows.length + 1,
      exists: (other) => this.#entities.has(entityKey(other)),
    });
    this.#entities.set(entityKey(ref), merged.entity);
    const { entity, applied, before, lost } = merged;
    this.rows.push({ event, entity: ref, device, clock, version: entity.version, applied, before, lost });
    return merged;
  }

  entity(ref: EntityRef): Entity | undefined {
    return this.#entities.get(entityKey(ref));
  }

  /** All entities by key. */
  state(): ReadonlyMap<string, Entity> {
    return this.#entities;
  }

  /** The same state folded from what was applied, without a policy [A7]. */
  rebuild(): ReadonlyMap<string, Entity> {
    const rebuilt = new Map<string, Entity>();
    this.rows.forEach(({ entity: ref, version, clock, device, applied }, index) => {
      const key = entityKey(ref);
      const entity = rebuilt.get(key) ?? emptyEntity(this.#registry.entity(ref.type), ref.id);
      rebuilt.set(key, applyPatch(entity, applied, { version, clock, device }, index + 1));
    });
    return rebuilt;
  }
}
