import { localForageBucketStore, type BucketStore } from './cache/bucket-store.ts';
import type { Environment } from './environment/environment.ts';
import { indexedDbOutboxStore } from './outbox/indexeddb-outbox-store.ts';
import type { OutboxStore } from './outbox/outbox-store.ts';

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
