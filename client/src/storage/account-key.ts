import type { Environment } from '../environment/environment.ts';
import { StorageError } from '../storage-error.ts';
import { Database } from './database.ts';
import type { HeadStart } from './head-start.ts';

export const KEYS = 'keys';
const CONTENT = 'content';

export interface AccountKeyOptions {
  /** Of the database that holds the key alone. */
  readonly name: string;
  readonly environment: Pick<Environment, 'schedule' | 'random'>;
  readonly subtle: SubtleCrypto | undefined;
  readonly factory?: IDBFactory | undefined;
  readonly headStart?: HeadStart | undefined;
}

/**
 * The key that seals an account's content on this device: made on first use, never readable by any script, the same for
 * all tabs. Undefined where the platform has no WebCrypto, or cannot keep a key.
 * @throws StorageError where there may be a key that cannot be read now: going on without would hide what it has sealed
 */
export async function accountKey(options: AccountKeyOptions): Promise<CryptoKey | undefined> {
  const { subtle } = options;
  if (!subtle) return undefined;
  const database = keyDatabase(options);
  try {
    return (await read(database)) ?? (await keep(database, await make(subtle)));
  } catch (error) {
    if (causeOf(error) === 'DataCloneError') return undefined;
    throw error;
  } finally {
    await database.close();
  }
}

/** Deletes the key: what it has sealed is noise from then on. */
export function destroyAccountKey(options: AccountKeyOptions): Promise<void> {
  return keyDatabase(options).destroy();
}

function keyDatabase({ name, environment, factory, headStart }: AccountKeyOptions): Database {
  return new Database({
    name,
    version: 1,
    upgrade: (database) => void database.createObjectStore(KEYS),
    environment,
    factory,
    headStart,
  });
}

function make(subtle: SubtleCrypto): Promise<CryptoKey> {
  return subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function read(database: Database): Promise<CryptoKey | undefined> {
  const { keys, values } = (await database.readAll(KEYS))[KEYS];
  return values[keys.indexOf(CONTENT)] as CryptoKey | undefined;
}

/** Answers the one that is kept: another tab may have made one in the meantime, and the first one counts. */
async function keep(database: Database, key: CryptoKey): Promise<CryptoKey | undefined> {
  try {
    await database.transact('strict', KEYS, (transaction) => {
      transaction.objectStore(KEYS).add(key, CONTENT);
      return () => undefined;
    });
    return key;
  } catch (error) {
    if (causeOf(error) !== 'ConstraintError') throw error;
    return read(database);
  }
}

function causeOf(error: unknown): string | undefined {
  return error instanceof StorageError ? (error.cause as { name?: string } | undefined)?.name : undefined;
}
