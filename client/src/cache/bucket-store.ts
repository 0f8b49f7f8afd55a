import type { Database } from '../storage/database.ts';
import type { Sealed, Sealer } from '../storage/sealer.ts';
import { StorageError } from '../storage-error.ts';

/** Text values by key. Every write is whole or not at all; several writes in a row are kept in that order. */
export interface BucketStore {
  /** Those that can be read; see `damaged`. */
  entries(): Promise<readonly (readonly [key: string, value: string])[]>;
  set(key: string, value: string): Promise<void>;
  /** Deletes everything, also on disk. */
  destroy(): Promise<void>;
  /** Keys that the last `entries` could not read. */
  readonly damaged?: readonly string[];
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

export interface BucketOptions {
  readonly database: Database;
  /** The object store in it; its keys are those of the buckets. */
  readonly store: string;
  /** Without it, values are stored in clear. */
  readonly sealer: Sealer | undefined;
}

/** In a database that holds other things as well, and stays when this goes. */
export function indexedDbBucketStore({ database, store, sealer }: BucketOptions): BucketStore {
  return sealedBucketStore(`${database.name}/${store}`, sealer, {
    read: (each) => readAll(database, store, each),
    write: (key, value) =>
      database.transact('relaxed', store, (transaction) => {
        transaction.objectStore(store).put(value, key);
        return () => undefined;
      }),
    async destroy() {
      await database
        .transact('relaxed', store, (transaction) => {
          transaction.objectStore(store).clear();
          return () => undefined;
        })
        .catch((error: unknown) => {
          // Deleted with all that was beside it.
          if (StorageError.from(error).code !== 'STORAGE_LOST') throw error;
        });
    },
  });
}

/** In a file of its own: what only sends does without. */
export async function loadLocalForage(): Promise<LocalForage> {
  return (await import('localforage')).default;
}

/**
 * Through localforage, in a database that goes with it. The database is made, recognised, read at the start and deleted by
 * `Database`; localforage writes what is in it.
 */
export function localForageBucketStore({ database, store, sealer }: BucketOptions): BucketStore {
  let opening: Promise<LocalForage> | undefined;
  const forage = () => {
    opening ??= loadLocalForage().then(async (localforage) => {
      const instance = localforage.createInstance({
        name: database.name,
        storeName: store,
        version: database.version,
        // Without this it silently falls back to five synchronous megabytes of localStorage.
        driver: localforage.INDEXEDDB,
      });
      await instance.ready();
      return instance;
    });
    // One that could not open stays so: the next try makes another.
    opening.catch(() => (opening = undefined));
    return opening;
  };
  // What was too late may still be under way; what was written later must not be overtaken by it.
  let underWay: Promise<unknown> = Promise.resolve();
  let isOver = false;
  return sealedBucketStore(`${database.name}/${store}`, sealer, {
    // Not through localforage, which reads with a cursor, one by one: a start waits for this, and need not wait for it.
    read: (each) => readAll(database, store, each),
    async write(key, value) {
      if (isOver) throw new StorageError('STORAGE_LOST', 'What was stored here is deleted');
      await database.lend(async () => {
        await underWay;
        const written = (await forage()).setItem(key, value);
        underWay = written.catch(() => undefined);
        await written;
      });
    },
    async destroy(written) {
      isOver = true;
      // On its way in localforage, it would make the database anew.
      await written;
      await database.destroy();
    },
  });
}

/** All that is in an object store, handed over in order of key. */
async function readAll<T>(database: Database, store: string, each: (key: string, value: Stored) => T): Promise<T[]> {
  const { keys, values } = (await database.readAll(store))[store]!;
  return keys.map((key, index) => each(key as string, values[index] as Stored));
}

type Stored = Sealed | string;
type Read = readonly [key: string, text: string | undefined];

/** Where sealed values lie. */
interface Shelf {
  /** Hands each one over as soon as it is there; answers the answers. */
  read(each: (key: string, value: Stored) => Promise<Read>): Promise<readonly Promise<Read>[]>;
  write(key: string, value: Stored): Promise<void>;
  /** @param written settles with the last write */
  destroy(written: Promise<unknown>): Promise<void>;
}

function sealedBucketStore(place: string, sealer: Sealer | undefined, shelf: Shelf): BucketStore {
  const placeOf = (key: string) => `${place}/${key}`;
  const open = async (key: string, stored: Stored): Promise<Read> => {
    if (typeof stored === 'string') return [key, stored];
    return [key, await sealer?.open(stored, placeOf(key)).catch(() => undefined)];
  };
  let damaged: readonly string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  return {
    get damaged() {
      return damaged;
    },
    async entries() {
      const found = await Promise.all(await shelf.read(open));
      damaged = found.flatMap(([key, text]) => (text === undefined ? [key] : []));
      return found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
    },
    set(key, value) {
      const sealed = sealer?.seal(value, placeOf(key)) ?? Promise.resolve(value);
      const written = last.then(async () => shelf.write(key, await sealed));
      last = written.catch(() => undefined);
      return written;
    },
    destroy: () => shelf.destroy(last),
  };
}
