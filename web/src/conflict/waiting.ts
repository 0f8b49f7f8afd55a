import type { IndexDefinition, Observable } from '@cairn/client';
import { openConflicts, registry, type EntityRef } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';

const OPEN = 'open';

/** Entities that wait for a choice, one index for each concept. */
export const conflictIndexes: readonly IndexDefinition[] = registry.entities.map(({ type }) => ({
  name: `conflicts.${type}`,
  type,
  partition: (entity) => (openConflicts(entity).length > 0 ? OPEN : undefined),
  // With the conflicts in the key, a second one in the same entity is news too.
  sortKey: (entity) =>
    openConflicts(entity)
      .map(({ id, by }) => `${by.clock} ${id}`)
      .join(),
}));

/** One conflict that waits. */
export interface Waiting {
  readonly key: string;
  readonly entity: EntityRef;
  readonly conflictId: string;
  /** Clock reading of the change that was kept. */
  readonly clock: string;
}

const observables = new WeakMap<AppCairn, Observable<readonly Waiting[]>>();

/** Every conflict that waits, the newest first; the same array until one comes or goes. */
export function waitingConflicts(cairn: AppCairn): Observable<readonly Waiting[]> {
  const known = observables.get(cairn);
  if (known) return known;
  const indexes = conflictIndexes.map(({ name, type }) => ({ type, ids: cairn.index(name, OPEN) }));
  let seen: readonly (readonly string[])[] = [];
  let waiting: readonly Waiting[] = [];
  const observable: Observable<readonly Waiting[]> = {
    get() {
      const now = indexes.map(({ ids }) => ids.get());
      if (now.length !== seen.length || now.some((ids, index) => ids !== seen[index])) {
        seen = now;
        waiting = indexes
          .flatMap(({ type, ids }) => ids.get().flatMap((id) => waitingIn(cairn, { type, id })))
          .sort((a, b) => (a.clock < b.clock ? 1 : -1));
      }
      return waiting;
    },
    subscribe(listener) {
      const stops = indexes.map(({ ids }) => ids.subscribe(listener));
      return () => stops.forEach((stop) => stop());
    },
  };
  observables.set(cairn, observable);
  return observable;
}

function waitingIn(cairn: AppCairn, entity: EntityRef): Waiting[] {
  const state = cairn.entity(entity);
  return state
    ? openConflicts(state).map(({ id, by }) => ({
        key: `${entity.type}:${entity.id}:${id}`,
        entity,
        conflictId: id,
        clock: by.clock,
      }))
    : [];
}
