import type { Environment } from '../environment/environment.ts';
import { StorageError } from '../storage-error.ts';
import { makeEntries, sealed } from './memory-outbox-store.ts';
import type { OutboxCounter, OutboxStore } from './outbox-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';

// One database per store and one version for ever: an upgrade in another tab would close this tab's connection.
const VERSION = 1;
const ENTRIES = 'entries';
const META = 'meta';
const COUNTER = 'counter';
/** Safari can leave a request unsettled; a write that never answers must not look like one that is under way. */
const TIMEOUT = 10_000;

/** Errors that the same write would meet again. */
const FINAL = new Set(['QuotaExceededError', 'ConstraintError', 'DataError', 'DataCloneError']);

type Work<T> = (transaction: IDBTransaction) => () => T;

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
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = () => (connection = undefined);
        database.onversionchange = () => {
          database.close();
          connection = undefined;
        };
        resolve(database);
      };
    });
    return connection;
  }

  /** One transaction; `work` issues its requests at once and from their callbacks. */
  async function attempt<T>(mode: IDBTransactionMode, work: Work<T>, late: Promise<never>): Promise<T> {
    const database = await Promise.race([connect(), late]);
    return new Promise<T>((resolve, reject) => {
      const transaction = database.transaction([ENTRIES, META], mode, { durability: 'strict' });
      const result = work(transaction);
      transaction.oncomplete = () => resolve(result());
      // Not `onerror`: the reason is known only when the abort is done. And what is too late must not be written after
      // all: it was said not to be saved, and will be written again.
      transaction.onabort = () => reject(transaction.error);
      late.catch((error: unknown) => {
        try {
          transaction.abort();
        } catch {
          // Already complete: then the promise is settled, too.
        }
        reject(error as Error);
      });
    });
  }

  async function transact<T>(mode: IDBTransactionMode, work: Work<T>): Promise<T> {
    let cancel = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      cancel = schedule(
        () => reject(new StorageError('STORAGE_TIMEOUT', 'This device did not confirm the write in time')),
        TIMEOUT,
      );
    });
    late.catch(() => undefined);
    try {
      return await attempt(mode, work, late).catch((error: unknown) => {
        connection = undefined;
        if (error instanceof StorageError || FINAL.has((error as { name?: string } | null)?.name ?? '')) throw error;
        // The browser closed the handle under us (another tab's upgrade, memory pressure): reopen and try once more.
        return attempt(mode, work, late);
      });
    } catch (error) {
      throw StorageError.from(error);
    } finally {
      cancel();
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
    amend: (entry) =>
      transact('readwrite', (transaction) => {
        let isAmended = false;
        const store = transaction.objectStore(ENTRIES);
        const held = store.get(entry.sequence) as IDBRequest<OutboxEntry | undefined>;
        held.onsuccess = () => {
          isAmended = held.result?.draft === true;
          if (isAmended) store.put(entry);
        };
        return () => isAmended;
      }),
    seal: (sequences) =>
      transact('readwrite', (transaction) => {
        const ended: OutboxEntry[] = [];
        const store = transaction.objectStore(ENTRIES);
        for (const sequence of sequences) {
          const held = store.get(sequence) as IDBRequest<OutboxEntry | undefined>;
          held.onsuccess = () => {
            for (const entry of sealed(held.result)) {
              store.put(entry);
              ended.push(entry);
            }
          };
        }
        return () => ended;
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
        const cancel = schedule(
          () => reject(new StorageError('STORAGE_TIMEOUT', 'This device did not delete the outbox in time')),
          TIMEOUT,
        );
        const request = factory.deleteDatabase(name);
        const end = (settle: () => void) => () => {
          cancel();
          settle();
        };
        request.onsuccess = end(resolve);
        request.onerror = end(() => reject(StorageError.from(request.error)));
      });
    },
  };
}
