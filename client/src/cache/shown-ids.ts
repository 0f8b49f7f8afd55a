import type { Entity } from '@cairn/domain';
import type { Observable } from '../status.ts';
import type { LocalIndex } from './local-index.ts';

/**
 * A partition's ids as a screen shows them: those of the index, and where they will stand those of entities that are
 * being saved. The same array as long as neither changes.
 */
export function shownIds(
  index: LocalIndex,
  partition: string,
  created: Observable<readonly Entity[]>,
): Observable<readonly string[]> {
  const saved = index.ids(partition);
  let seen: readonly unknown[] = [];
  let ids: readonly string[] = [];
  return {
    get() {
      const now = [saved.get(), created.get()] as const;
      if (now[0] !== seen[0] || now[1] !== seen[1]) ids = index.idsWith(partition, now[1]);
      seen = now;
      return ids;
    },
    subscribe(listener) {
      const stops = [saved.subscribe(listener), created.subscribe(listener)];
      return () => stops.forEach((stop) => stop());
    },
  };
}
