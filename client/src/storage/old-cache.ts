import type { BucketStore } from '../cache/bucket-store.ts';

/** The one object store of the first release's cache, whose values are in clear. */
const STORE = 'buckets';

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
  return new Promise((resolve, reject) => {
    const request = factory.open(name);
    // It is not there; and need not be made to find that out.
    request.onupgradeneeded = () => request.transaction!.abort();
    request.onerror = () => resolve([]);
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => database.close();
      if (!database.objectStoreNames.contains(STORE)) {
        database.close();
        return resolve([]);
      }
      const transaction = database.transaction(STORE);
      const keys = transaction.objectStore(STORE).getAllKeys() as IDBRequest<string[]>;
      const values = transaction.objectStore(STORE).getAll() as IDBRequest<string[]>;
      transaction.oncomplete = () => {
        database.close();
        resolve(keys.result.map((key, index) => [key, values.result[index]!]));
      };
      transaction.onabort = () => {
        database.close();
        reject(transaction.error as Error);
      };
    };
  });
}
