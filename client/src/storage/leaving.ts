import type { Identity } from '../app.ts';
import type { Environment } from '../environment/environment.ts';
import { destroyBrowserStorage } from './browser-storage.ts';
import { Database } from './database.ts';

type Platform = Pick<Environment, 'schedule' | 'random'>;

export const LEAVING = 'cairn-leaving';
export const ACCOUNTS = 'accounts';

function open(environment: Platform): Database {
  return new Database({
    name: LEAVING,
    version: 1,
    upgrade: (database) => void database.createObjectStore(ACCOUNTS, { keyPath: 'accountId' }),
    environment,
    headStart: globalThis.cairnHeadStart,
  });
}

/**
 * Writes down that an account is to be deleted from this device, before anything of it is: whatever ends the browser from then
 * on, `finishLeaving` goes on with it. In IndexedDB, since a browser may take seconds to write what localStorage holds.
 * @throws StorageError
 */
export async function beginLeaving({ accountId, deviceId }: Identity, environment: Platform): Promise<void> {
  await change(environment, (accounts) => accounts.put({ accountId, deviceId }));
}

/** The account is deleted, or somebody signs in to it again. @throws StorageError */
export async function endLeaving(accountId: string, environment: Platform): Promise<void> {
  await change(environment, (accounts) => accounts.delete(accountId));
}

/** The accounts whose deletion was begun, and perhaps not ended. @throws StorageError */
export async function leavingAccounts(environment: Platform): Promise<readonly Identity[]> {
  const database = open(environment);
  try {
    const { [ACCOUNTS]: accounts } = await database.readAll(ACCOUNTS);
    return accounts.values as readonly Identity[];
  } finally {
    await database.close();
  }
}

/** Deletes what is left of an account whose deletion was begun. @throws StorageError: then it is still noted */
export async function finishLeaving(accountId: string, environment: Platform): Promise<void> {
  await destroyBrowserStorage(accountId, environment);
  await endLeaving(accountId, environment);
}

async function change(environment: Platform, work: (accounts: IDBObjectStore) => void): Promise<void> {
  const database = open(environment);
  try {
    await database.transact('strict', ACCOUNTS, (transaction) => {
      work(transaction.objectStore(ACCOUNTS));
      return () => undefined;
    });
  } finally {
    await database.close();
  }
}
