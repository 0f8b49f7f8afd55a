import { loadLater } from '#load-later';
import type { BucketStore } from '../cache/bucket-store.ts';

/**
 * A cache that takes over what the first release stored in a database of its own, and deletes that. Looked for with each
 * start: a tab of that release that is still open may write there once more.
 */
export function takingOver(buckets: BucketStore, oldName: string, factory: () => IDBFactory): BucketStore {
  return {
    get damaged() {
      return buckets.damaged ?? [];
    },
    async entries() {
      const [old, entries] = await Promise.all([readOld(factory(), oldName).catch(() => []), buckets.entries()]);
      if (old.length === 0) return entries;
      // In order of key, so the cursor comes after what it stands for.
      for (const [key, value] of old) await buckets.set(key, value);
      deleteOld(factory(), oldName);
      return buckets.entries();
    },
    set: (key, value) => buckets.set(key, value),
    destroy() {
      deleteOld(factory(), oldName);
      return buckets.destroy();
    },
  };
}

function deleteOld(factory: IDBFactory, name: string): void {
  // Not waited for: it goes once the last tab of that release has let go of it.
  factory.deleteDatabase(name);
}

async function readOld(factory: IDBFactory, name: string): Promise<[key: string, value: string][]> {
  // Where a browser can tell: opening what is not there makes it, and takes a start as long as all the rest.
  const known = await factory.databases?.();
  if (known?.every((database) => database.name !== name)) return [];
  return (await loadLater()).readOldCache(factory, name);
}
