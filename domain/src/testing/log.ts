import { entityKey, type Entity, type EntityRef } from '../core/entity.ts';
import { effectiveClock } from '../core/clock.ts';
import type { ConflictPatch } from '../core/conflict.ts';
import type { DomainEvent } from '../core/event.ts';
import type { Fields, Json } from '../core/json.ts';
import { merge, type Merged, type MergedField } from '../core/merge.ts';
import { applyPatch } from '../core/patch.ts';
import { emptyEntity } from '../core/entity.ts';
import type { Registry } from '../core/registry.ts';

/** The owner of every log in tests. */
export const TEST_ACCOUNT = '01900000-0000-7000-8000-00000000acc0';

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
  readonly conflicts: ConflictPatch;
  readonly merged: readonly MergedField[];
  /** The entity after it. */
  readonly state: Entity;
}

/** A log in memory, for tests of decisions: the server's append without its database. */
export class TestLog {
  readonly rows: LogRow[] = [];
  readonly #entities = new Map<string, Entity>();
  readonly #ids = new Set<string>();
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
      account: TEST_ACCOUNT,
      device,
      strict,
      clock,
      position: this.rows.length + 1,
      exists: (other) => this.#entities.has(entityKey(other)),
      settings: this.#entities.get(entityKey(this.#registry.settingsOf(TEST_ACCOUNT))),
      base: (field) => this.#base(ref, field, event.stamp.parentVersion, strict ? undefined : device),
    });
    this.#entities.set(entityKey(ref), merged.entity);
    const { entity: state, status: _, ...done } = merged;
    this.rows.push({ event, entity: ref, device, clock, version: state.version, state, ...done });
    this.#ids.add(event.stamp.id);
    return merged;
  }

  /** The field as the writer had it: as it asked for itself last after `version`, else as it was before any write since. */
  #base(ref: EntityRef, field: string, version: number, device: string | undefined): Json {
    const since = this.rows.filter(
      (row) => entityKey(row.entity) === entityKey(ref) && row.version > version && field in row.applied,
    );
    const own = since.findLast((row) => row.device === device);
    if (own) return (field in own.lost ? own.lost : own.applied)[field]!;
    return since[0]?.before[field] ?? null;
  }

  has(event: DomainEvent): boolean {
    return this.#ids.has(event.stamp.id);
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
    this.rows.forEach(({ entity: ref, version, clock, device, applied, conflicts, event: { stamp } }, index) => {
      const key = entityKey(ref);
      const entity = rebuilt.get(key) ?? emptyEntity(this.#registry.entity(ref.type), ref.id);
      rebuilt.set(
        key,
        applyPatch(
          this.#registry,
          entity,
          { applied, conflicts },
          { version, clock, device, sequence: stamp.sequence, parent: stamp.parentVersion },
          { position: index + 1, occurredAt: stamp.occurredAt },
        ),
      );
    });
    return rebuilt;
  }
}
