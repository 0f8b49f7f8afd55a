import { uuidv7 } from '@cairn/domain';
import type { CairnOptions } from './cairn.ts';
import { localForageBucketStore, memoryBucketStore, type BucketStore } from './cache/bucket-store.ts';
import type { Environment } from './environment/environment.ts';
import { indexedDbOutboxStore } from './outbox/indexeddb-outbox-store.ts';
import { memoryOutboxStore } from './outbox/memory-outbox-store.ts';
import type { OutboxStore } from './outbox/outbox-store.ts';
import type { SyncState } from './sync-state.ts';

/** Where one account is kept on this device. */
export interface ClientStorage {
  readonly outbox: OutboxStore;
  readonly buckets: BucketStore;
}

/** The browser's: named by account, so that another sign-in never opens it [O5]. */
export async function browserStorage(accountId: string, environment: Environment): Promise<ClientStorage> {
  return {
    outbox: indexedDbOutboxStore(`cairn-outbox-${accountId}`, environment.schedule),
    buckets: await localForageBucketStore(`cairn-cache-${accountId}`),
  };
}

/** The device's storage, with what its outbox holds; `scope` names what the tabs that share it share. */
export async function openStorage(
  { storage: given, identity: { accountId } }: CairnOptions,
  environment: Environment,
  sync: SyncState,
) {
  const storage = given ?? (await browserStorage(accountId, environment));
  try {
    return { storage, scope: accountId, outboxLoaded: await storage.outbox.load() };
  } catch (error) {
    // A private window, a disk that is full: work from memory, and say so. Apart from the other tabs: sequences begin
    // anew here, and theirs would be taken for these.
    sync.storageFailed(error, true);
    const memory: ClientStorage = { outbox: memoryOutboxStore(), buckets: memoryBucketStore() };
    const scope = `${accountId}-${uuidv7(environment.now(), environment.random(10))}`;
    return { storage: memory, scope, outboxLoaded: await memory.outbox.load() };
  }
}
