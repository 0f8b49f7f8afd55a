import { uuidv7 } from '@cairn/domain';
import type { CairnOptions } from './cairn.ts';
import { memoryBucketStore, type BucketStore } from './cache/bucket-store.ts';
import type { ConfirmedStore } from './cache/confirmed-store.ts';
import type { Environment } from './environment/environment.ts';
import { memoryOutboxStore } from './outbox/memory-outbox-store.ts';
import type { OutboxStore } from './outbox/outbox-store.ts';
import { browserStorage, destroyBrowserStorage, scopeOf } from './storage/browser-storage.ts';
import { StorageError } from './storage-error.ts';
import type { SyncState } from './sync-state.ts';

/** Where one account is kept on this device. */
export interface ClientStorage {
  readonly outbox: OutboxStore;
  readonly buckets: BucketStore;
  /** What the server has taken lately; see SentLog. */
  readonly sent: BucketStore;
  /** What happened to sync lately; see SyncJournal. */
  readonly journal?: BucketStore;
  /** See Kept. */
  readonly kept?: BucketStore;
  /** See Derived. */
  readonly derived?: BucketStore;
  /** True where all of it is sealed. */
  readonly isEncrypted?: boolean;
  /** Which one of its name it is; undefined before it is first read. */
  readonly instance?: string | undefined;
  /** Makes all that is sealed unreadable for good. */
  destroyKey?(): Promise<void>;
}

/** Nothing of it outlives the process, but for the parts that are given. */
export function memoryStorage(parts: Partial<ClientStorage> = {}): ClientStorage {
  return { outbox: memoryOutboxStore(), buckets: memoryBucketStore(), sent: memoryBucketStore(), ...parts };
}

/** The device's storage, with what its outbox holds and its cache will; `scope` names what the tabs that share it share. */
export async function openStorage(
  { storage: given, identity: { accountId } }: CairnOptions,
  environment: Environment,
  sync: SyncState,
) {
  let storage = given;
  try {
    storage ??= await browserStorage(accountId, environment);
    // Both at once: a start waits for the later one. The outbox is asked first, since an event leaves it when the cache has
    // what came of it.
    const loading = storage.outbox.load();
    const cached = storage.buckets.entries();
    cached.catch(() => undefined);
    const outboxLoaded = await loading;
    const { lost, unreadable } = outboxLoaded;
    sync.patch({ storage: { mode: 'disk', isEncrypted: storage.isEncrypted === true, lost, unreadable } });
    return { storage, scope: scopeOf(accountId, storage), outboxLoaded, cached, destroyUnopened: undefined };
  } catch (error) {
    // A private window, a disk that is full: work from memory, and say so. Apart from the other tabs: sequences begin
    // anew here, and theirs would be taken for these.
    sync.storageFailed(error, true);
    await storage?.outbox.close().catch(() => undefined);
    const memory = memoryStorage();
    sync.patch({ storage: { mode: 'memory', isEncrypted: false } });
    const scope = `${accountId}-${uuidv7(environment.now(), environment.random(10))}`;
    // What could not be opened now may be there all the same, and leaves the device with the account.
    const destroyUnopened = () => (given ? destroyParts(given) : destroyBrowserStorage(accountId, environment));
    const cached = memory.buckets.entries();
    return { storage: memory, scope, outboxLoaded: await memory.outbox.load(), cached, destroyUnopened };
  }
}

/**
 * Deletes the account from this device.
 * @throws StorageError when something of it is still there; all else is gone
 */
export async function destroyStorage(storage: ClientStorage, confirmedStore: ConfirmedStore): Promise<void> {
  await destroyParts({ ...storage, buckets: confirmedStore });
}

type Destroyable = { destroy(): Promise<void> };

async function destroyParts(
  parts: Readonly<Record<'outbox' | 'buckets' | 'sent', Destroyable>> &
    Partial<Readonly<Record<'journal' | 'kept' | 'derived', Destroyable>>> &
    Pick<ClientStorage, 'destroyKey'>,
): Promise<void> {
  // The key first: what a crash leaves of the rest is noise from then on.
  const ends = await Promise.allSettled([parts.destroyKey?.()]);
  const { outbox, buckets, sent, journal, kept, derived } = parts;
  const rest = [outbox, buckets, sent, journal, kept, derived].map((store) => store?.destroy());
  ends.push(...(await Promise.allSettled(rest)));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw StorageError.from(failed.reason);
}
