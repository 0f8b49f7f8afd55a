import type { Environment } from '../environment/environment.ts';
import { StorageError } from '../storage-error.ts';
import { makeEntries } from './memory-outbox-store.ts';
import type { OutboxCounter, OutboxStore } from './outbox-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';

// One database per store and one version for ever: an upgrade in another tab would close this tab's connection.
const VERSION = 1;
const ENTRIES = 'entries';
const META = 'meta';
const COUNTER = 'counter';
/** Safari can leave a request unsettled; a write that never answers must not look like one that is under way. */
const TIMEOUT = 10_000;

/**
 * The outbox in IndexedDB, written with `durability: 'strict'`: the promise settles after the flush to disk, which
 * localforage cannot ask for.
 */
export function indexedDbOutboxStore(
  name: string,
  schedule: Environment['schedule'],
  factory: IDBFactory = indexedDB,
): OutboxStore {
  let connection: Promise<IDBDatabase> | undefined;

  function connect(): Promise<IDBDatabase> {
    connection ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open(name, VERSION);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(ENTRIES, { keyPath: 'sequence' });
        request.result.createObjectStore(META);
      };
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new StorageError('STORAGE_UNAVAILABLE', 'Another tab holds the outbox'));
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = () => (connection = undefined);
        database.onversionchange = () => {
          database.close();
          connection = undefined;
        };
        resolve(database);
      };
    }).catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  }

  /** One transaction; `work` issues its requests at once and from their callbacks. */
  async function transact<T>(mode: IDBTransactionMode, work: (transaction: IDBTransaction) => () => T): Promise<T> {
    const attempt = async () => {
      const database = await connect();
      return new Promise<T>((resolve, reject) => {
        const transaction = database.transaction([ENTRIES, META], mode, { durability: 'strict' });
        const cancel = schedule(
          () => reject(new StorageError('STORAGE_TIMEOUT', 'This device did not confirm the write in time')),
          TIMEOUT,
        );
        const result = work(transaction);
        transaction.oncomplete = () => {
          cancel();
          resolve(result());
        };
        transaction.onabort = transaction.onerror = () => {
          cancel();
          reject(transaction.error);
        };
      });
    };
    try {
      return await attempt().catch((error: unknown) => {
        // The browser closed the handle under us (another tab's upgrade, memory pressure): reopen and try once more.
        if ((error as { name?: string } | null)?.name !== 'InvalidStateError') throw error;
        connection = undefined;
        return attempt();
      });
    } catch (error) {
      throw StorageError.from(error);
    }
  }

  return {
    load: () =>
      transact('readonly', (transaction) => {
        const entries = transaction.objectStore(ENTRIES).getAll() as IDBRequest<OutboxEntry[]>;
        const counter = transaction.objectStore(META).get(COUNTER) as IDBRequest<OutboxCounter | undefined>;
        return () => ({ entries: entries.result, counter: counter.result ?? { sequence: 0, clock: undefined } });
      }),
    append: (makers) =>
      transact('readwrite', (transaction) => {
        let made: OutboxEntry[] = [];
        const meta = transaction.objectStore(META);
        const read = meta.get(COUNTER) as IDBRequest<OutboxCounter | undefined>;
        read.onsuccess = () => {
          const { entries, counter } = makeEntries(makers, read.result ?? { sequence: 0, clock: undefined });
          for (const entry of entries) transaction.objectStore(ENTRIES).add(entry);
          meta.put(counter, COUNTER);
          made = entries;
        };
        return () => made;
      }),
    update: (entries) =>
      transact('readwrite', (transaction) => {
        const store = transaction.objectStore(ENTRIES);
        for (const entry of entries) {
          const held = store.getKey(entry.sequence);
          held.onsuccess = () => held.result !== undefined && store.put(entry);
        }
        return () => undefined;
      }),
    remove: (sequences) =>
      transact('readwrite', (transaction) => {
        for (const sequence of sequences) transaction.objectStore(ENTRIES).delete(sequence);
        return () => undefined;
      }),
    async close() {
      (await connection?.catch(() => undefined))?.close();
      connection = undefined;
    },
    async destroy() {
      await this.close();
      await new Promise<void>((resolve, reject) => {
        const request = factory.deleteDatabase(name);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(StorageError.from(request.error));
      });
    },
  };
}
