import type { Environment } from '../environment/environment.ts';
import { StorageError } from '../storage-error.ts';
import { INSTANCE, takeAhead, type HeadStart, type Rows } from './head-start.ts';

/** Safari can leave a request unsettled; a write that never answers must not look like one that is under way. */
const TIMEOUT = 10_000;
/** How long a tab of an older release may keep this one from opening. Milliseconds. */
const BLOCKED = 3_000;

/** Errors that the same work would meet again. */
const FINAL = new Set([
  'QuotaExceededError',
  'ConstraintError',
  'DataError',
  'DataCloneError',
  'VersionError',
  'SecurityError',
]);

export interface DatabaseOptions {
  readonly name: string;
  readonly version: number;
  /** Brings what an older version left, or nothing (`from` 0), to this version. */
  upgrade(database: IDBDatabase, from: number): void;
  readonly environment: Pick<Environment, 'schedule' | 'random'>;
  /** Default: the platform's. */
  readonly factory?: IDBFactory | undefined;
  readonly headStart?: HeadStart | undefined;
}

/** `strict`: written when it is on the platter; `relaxed`: when the system has it. */
type Mode = 'read' | 'strict' | 'relaxed';

/** Issues its requests at once and from their callbacks; what it returns is asked for once the transaction is complete. */
export type Work<T> = (transaction: IDBTransaction) => () => T;

/**
 * One IndexedDB database. Opened when it is first needed; a handle that the browser has closed is opened again, once for
 * each transaction. A database that was deleted under the app is not made anew: who deleted it wanted the account gone,
 * and what this tab would write there nobody could tie to the rest. All methods reject with StorageError.
 */
export class Database {
  readonly #options: DatabaseOptions;
  #connection: Promise<IDBDatabase> | undefined;
  /** Made with the database: another one of this name is not the one that this tab has read. */
  #instance: string | undefined;
  #isDestroyed = false;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  get version(): number {
    return this.#options.version;
  }

  /** Which database of this name it is; undefined until it was opened. */
  get instance(): string | undefined {
    return this.#instance;
  }

  /** Resolves when what it wrote would survive `kill -9`; with `strict`, a loss of power too. */
  async transact<T>(mode: Mode, stores: string | string[], work: Work<T>): Promise<T> {
    return this.#twice((late) => this.#attempt(mode, stores, work, late));
  }

  /** All that is in these object stores. What the page has read before the app was there is not read again. */
  async readAll<Store extends string>(...stores: readonly Store[]): Promise<Readonly<Record<Store, Rows>>> {
    const { headStart, environment } = this.#options;
    const ahead = await takeAhead(headStart, this.name, stores, environment.schedule);
    return this.#twice(async (late) => {
      await Promise.race([this.#connect(), late]);
      if (ahead && ahead.instance === this.#instance) return ahead.rows;
      return this.#attempt('read', [...stores], (transaction) => readStores(transaction, stores), late);
    });
  }

  /**
   * Runs what a library does here through a handle of its own, once it is certain that this is still the database that
   * was opened: the library would make a deleted one anew.
   */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    return this.#twice(async (late) => {
      await this.#attempt('read', INSTANCE, () => () => undefined, late);
      return Promise.race([work(), late]);
    });
  }

  /** Begins to open it, for whoever comes soon. */
  warm(): void {
    this.#connect().catch(() => undefined);
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    // Not waited for: an open request that never answers would keep what comes after from being tried.
    connection?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  /** Deletes it, also on disk. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    await (await this.#connection?.catch(() => undefined))?.close();
    this.#connection = undefined;
    await this.#inTime(
      'was not deleted',
      (late) =>
        new Promise<void>((resolve, reject) => {
          const request = this.#factory().deleteDatabase(this.name);
          request.onsuccess = () => resolve();
          request.onerror = () => reject(request.error as Error);
          late.catch(reject);
        }),
    );
  }

  #factory(): IDBFactory {
    return this.#options.factory ?? indexedDB;
  }

  async #attempt<T>(mode: Mode, stores: string | string[], work: Work<T>, late: Promise<never>): Promise<T> {
    const database = await Promise.race([this.#connect(), late]);
    return new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(stores, mode === 'read' ? 'readonly' : 'readwrite', {
        durability: mode === 'strict' ? 'strict' : 'relaxed',
      });
      let result: () => T;
      transaction.oncomplete = () => resolve(result());
      // Not `onerror`: the reason is known only when the abort is done.
      transaction.onabort = () => reject(transaction.error as Error);
      // What is too late, or was asked for by half, must not be written after all: it was said not to be saved.
      const giveUp = (error: unknown) => {
        try {
          transaction.abort();
        } catch {
          // Already complete: then the promise is settled, too.
        }
        reject(error as Error);
      };
      late.catch(giveUp);
      try {
        result = work(transaction);
      } catch (error) {
        giveUp(error);
      }
    });
  }

  #connect(): Promise<IDBDatabase> {
    if (!this.#connection) {
      const connection = this.#open();
      this.#connection = connection;
      // The next one tries again.
      connection.catch(() => this.#forget(connection));
    }
    return this.#connection;
  }

  #forget(connection: Promise<IDBDatabase>): void {
    if (this.#connection === connection) this.#connection = undefined;
  }

  #open(): Promise<IDBDatabase> {
    const { name, version, upgrade, environment } = this.#options;
    const connection = new Promise<IDBDatabase>((resolve, reject) => {
      if (this.#isDestroyed) throw lost();
      const request = this.#factory().open(name, version);
      let isLost = false;
      let isGivenUp = false;
      let cancel = () => {};
      request.onblocked = () => {
        cancel = environment.schedule(() => {
          isGivenUp = true;
          reject(new StorageError('STORAGE_BLOCKED', 'Another tab holds an older version of this storage open'));
        }, BLOCKED);
      };
      request.onupgradeneeded = ({ oldVersion }) => {
        isLost = oldVersion === 0 && this.#instance !== undefined;
        if (isLost) return request.transaction!.abort();
        if (!request.result.objectStoreNames.contains(INSTANCE)) {
          const id = [...environment.random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
          request.result.createObjectStore(INSTANCE).put(id, INSTANCE);
        }
        upgrade(request.result, oldVersion);
      };
      request.onerror = () => {
        cancel();
        reject(isLost ? lost() : (request.error as Error));
      };
      request.onsuccess = () => {
        cancel();
        const database = request.result;
        database.onclose = () => this.#forget(connection);
        database.onversionchange = () => {
          // A newer release, or a sign-out, waits for this handle to go.
          database.close();
          this.#forget(connection);
        };
        if (isGivenUp) return database.close();
        if (!database.objectStoreNames.contains(INSTANCE)) {
          database.close();
          this.#beginAnew().then(resolve, reject);
          return;
        }
        this.#recognise(database).then(resolve, (error: unknown) => {
          database.close();
          reject(error as Error);
        });
      };
    });
    return connection;
  }

  /** Where a library has written after all when the database was deleted: what it left is a part of nothing. */
  async #beginAnew(): Promise<IDBDatabase> {
    await new Promise<void>((resolve, reject) => {
      const request = this.#factory().deleteDatabase(this.name);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error as Error);
    });
    if (this.#instance !== undefined) throw lost();
    return this.#open();
  }

  #recognise(database: IDBDatabase): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const read = database.transaction(INSTANCE).objectStore(INSTANCE).get(INSTANCE) as IDBRequest<string>;
      read.onerror = () => reject(read.error as Error);
      read.onsuccess = () => {
        this.#instance ??= read.result;
        if (read.result === this.#instance) resolve(database);
        else reject(lost());
      };
    });
  }

  /** On a new handle the second time. */
  async #twice<T>(work: (late: Promise<never>) => Promise<T>): Promise<T> {
    return this.#inTime('did not answer', async (late) => {
      try {
        return await work(late);
      } catch (error) {
        if (isFinal(error)) throw error;
        await this.close();
        return work(late);
      }
    });
  }

  async #inTime<T>(what: string, work: (late: Promise<never>) => Promise<T>): Promise<T> {
    let cancel = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      cancel = this.#options.environment.schedule(
        () => reject(new StorageError('STORAGE_TIMEOUT', `This device's storage ${what} in time`)),
        TIMEOUT,
      );
    });
    late.catch(() => undefined);
    try {
      return await work(late);
    } catch (error) {
      throw StorageError.from(error);
    } finally {
      cancel();
    }
  }
}

function readStores<Store extends string>(transaction: IDBTransaction, stores: readonly Store[]) {
  const found = stores.map((name) => {
    const store = transaction.objectStore(name);
    return [name, store.getAllKeys(), store.getAll()] as const;
  });
  return () =>
    Object.fromEntries(
      found.map(([name, keys, values]): [Store, Rows] => [name, { keys: keys.result, values: values.result }]),
    ) as Record<Store, Rows>;
}

function lost(): StorageError {
  return new StorageError('STORAGE_LOST', 'What was stored here was deleted while it was open');
}

function isFinal(error: unknown): boolean {
  return error instanceof StorageError || FINAL.has((error as { name?: string } | null)?.name ?? '');
}
