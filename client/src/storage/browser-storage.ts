import { indexedDbBucketStore, localForageBucketStore, type BucketStore } from '../cache/bucket-store.ts';
import type { ClientStorage } from '../client-storage.ts';
import type { Environment } from '../environment/environment.ts';
import { createOutbox, indexedDbOutboxStore } from '../outbox/indexeddb-outbox-store.ts';
import { accountKey, destroyAccountKey } from './account-key.ts';
import { Database } from './database.ts';
import type { HeadStart } from './head-start.ts';
import { localMarker } from './marker.ts';
import { takingOver } from './old-cache.ts';
import { Sealer } from './sealer.ts';

/** Grows with the formats; tabs of different formats share neither lock nor channel. docs/storage.md lists them. */
export const STORAGE_FORMAT = 2;

/**
 * Names what all tabs of an account share, of one format, and of one storage: a tab whose storage was deleted under it
 * must not lead those that begin anew.
 */
export function scopeOf(accountId: string, { instance }: Pick<ClientStorage, 'instance'>): string {
  return [STORAGE_FORMAT, accountId, ...(instance ? [instance] : [])].join('-');
}

export const CACHE = 'buckets';
const DERIVED = 'derived';
/** Not the first: localforage makes that one itself, on its way to a database it has not found, and this one after it. */
const CACHE_VERSION = 2;
/** Beside the outbox, and never given up for room. */
export const KEPT = 'kept';
const BESIDE = ['sent', 'journal', KEPT] as const;

/** What a browser gives; replaced in tests. */
export interface StoragePlatform {
  readonly indexedDB?: IDBFactory | undefined;
  readonly subtle?: SubtleCrypto | undefined;
  readonly headStart?: HeadStart | undefined;
}

/** The databases of an account, by name: another sign-in never opens them [O5]. */
export function databasesOf(accountId: string) {
  return {
    key: `cairn-key-${accountId}`,
    outbox: `cairn-outbox-${accountId}`,
    cache: `cairn-buckets-${accountId}`,
    /** What is worked out of all that; can be worked out again. */
    derived: `cairn-derived-${accountId}`,
    /** Of the first release, in clear. */
    oldCache: `cairn-cache-${accountId}`,
    marker: `cairn.outbox.${accountId}`,
  };
}

type Platform = Pick<Environment, 'schedule' | 'random'>;

const here = (): StoragePlatform => ({
  subtle: globalThis.crypto?.subtle,
  headStart: globalThis.cairnHeadStart,
});

/**
 * All of an account but its cache, sealed with a key of the account's own where the platform can do that, in clear where
 * it cannot.
 * @throws StorageError where there may be a key that cannot be read now
 */
export async function outboxStorage(accountId: string, environment: Platform, platform = here()) {
  return (await open(accountId, environment, platform)).storage;
}

/** The same with the cache. */
export async function browserStorage(
  accountId: string,
  environment: Platform,
  platform = here(),
): Promise<ClientStorage> {
  const names = databasesOf(accountId);
  const { indexedDB: factory, headStart } = platform;
  const database = new Database({
    name: names.cache,
    version: CACHE_VERSION,
    upgrade: (made) => void made.createObjectStore(CACHE),
    environment,
    factory,
    headStart,
  });
  // All at once: each takes its time, and a start waits for the last of them.
  database.warm();
  const { sealer, storage } = await open(accountId, environment, platform);
  const buckets = localForageBucketStore({ database, store: CACHE, sealer });
  return Object.assign(storage, {
    buckets: takingOver(buckets, names.oldCache, () => factory ?? indexedDB),
    derived: derivedStore(names.derived, environment, factory, sealer),
  });
}

/** In a database that is opened when it is first asked for something, and goes as a whole. */
function derivedStore(
  name: string,
  environment: Platform,
  factory: IDBFactory | undefined,
  sealer: Sealer | undefined,
): BucketStore {
  const database = new Database({
    name,
    version: 1,
    upgrade: (made) => void made.createObjectStore(DERIVED),
    environment,
    factory,
  });
  const store = indexedDbBucketStore({ database, store: DERIVED, sealer });
  return { ...store, destroy: () => database.destroy() };
}

async function open(accountId: string, environment: Platform, platform: StoragePlatform) {
  const { subtle, indexedDB: factory, headStart } = platform;
  const names = databasesOf(accountId);
  const database = new Database({
    name: names.outbox,
    version: STORAGE_FORMAT,
    upgrade(made, from) {
      if (from < 1) createOutbox(made);
      if (from < 2) for (const store of BESIDE) made.createObjectStore(store);
    },
    environment,
    factory,
    headStart,
  });
  database.warm();
  const keyOptions = { name: names.key, environment, subtle, factory, headStart };
  const key = await accountKey(keyOptions);
  const sealer = key && subtle && new Sealer({ key, subtle, random: (bytes) => environment.random(bytes) });
  const beside = (store: (typeof BESIDE)[number]) => indexedDbBucketStore({ database, store, sealer });
  const storage = {
    isEncrypted: sealer !== undefined,
    get instance() {
      return database.instance;
    },
    outbox: indexedDbOutboxStore({ database, sealer, marker: localMarker(names.marker) }),
    sent: beside('sent'),
    journal: beside('journal'),
    kept: beside(KEPT),
    destroyKey: () => destroyAccountKey(keyOptions),
  };
  return { sealer, storage };
}

/** Deletes an account from this device without opening it: a sign-out that a crash has cut short is finished so. */
export async function destroyBrowserStorage(
  accountId: string,
  environment: Platform,
  platform: StoragePlatform = {},
): Promise<void> {
  const names = databasesOf(accountId);
  const { indexedDB: factory } = platform;
  const destroy = (name: string) =>
    new Database({ name, version: 1, upgrade: () => undefined, environment, factory }).destroy();
  localMarker(names.marker).clear();
  // The key first: what a crash leaves of the rest is noise from then on.
  await destroy(names.key);
  await Promise.all([names.outbox, names.cache, names.derived, names.oldCache].map(destroy));
}
