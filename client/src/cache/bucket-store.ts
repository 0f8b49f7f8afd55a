import { StorageError } from '../storage-error.ts';

/** Text values by key. Every write is whole or not at all; several writes in a row are kept in that order. */
export interface BucketStore {
  entries(): Promise<readonly (readonly [key: string, value: string])[]>;
  set(key: string, value: string): Promise<void>;
  /** Deletes everything, also on disk. */
  destroy(): Promise<void>;
}

export function memoryBucketStore(memory = new Map<string, string>()): BucketStore {
  return {
    entries: async () => [...memory],
    async set(key, value) {
      memory.set(key, value);
    },
    async destroy() {
      memory.clear();
    },
  };
}

/** One database per store, never upgraded: another version would close the handles of other tabs. */
export async function localForageBucketStore(name: string): Promise<BucketStore> {
  const { default: localforage } = await import('localforage');
  const instance = localforage.createInstance({
    name,
    storeName: 'buckets',
    // Without this it silently falls back to five synchronous megabytes of localStorage.
    driver: localforage.INDEXEDDB,
  });
  const failing = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw StorageError.from(error);
    });
  return {
    async entries() {
      const found: [string, string][] = [];
      await failing(instance.iterate<string, void>((value, key) => void found.push([key, value])));
      return found;
    },
    async set(key, value) {
      await failing(instance.setItem(key, value));
    },
    async destroy() {
      await failing(instance.dropInstance({ name }));
    },
  };
}
