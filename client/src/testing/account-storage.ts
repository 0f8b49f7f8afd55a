import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { webcrypto } from 'node:crypto';
import { nodeEnvironment } from '../environment/node.ts';
import { browserStorage, databasesOf, type StoragePlatform } from '../storage/browser-storage.ts';

export const systemEnvironment = nodeEnvironment();

/** Which factory has which database: localforage knows the global one alone, and keeps it and its handles for good. */
const factories = new Map<string, IDBFactory>();
const handles = new Map<string, Set<IDBDatabase>>();

Object.assign(globalThis, {
  IDBKeyRange,
  indexedDB: {
    open(name: string, version?: number) {
      const request = factories.get(name)!.open(name, version);
      request.addEventListener('success', () => handles.get(name)!.add(request.result));
      return request;
    },
  },
});

function forward(name: string, factory: IDBFactory): void {
  if (factories.get(name) === factory) return;
  factories.set(name, factory);
  for (const handle of handles.get(name) ?? []) handle.close();
  handles.set(name, new Set());
}

/** Where an account is kept in a browser; opened again, it is another tab, or a restart. */
export function accountStorage(platform: StoragePlatform = {}, accountId = 'account') {
  const factory = platform.indexedDB ?? new IDBFactory();
  forward(databasesOf(accountId).cache, factory);
  const whole = { subtle: webcrypto.subtle as SubtleCrypto, ...platform, indexedDB: factory };
  return { factory, open: () => browserStorage(accountId, systemEnvironment, whole) };
}

/** All that is in a database, by object store and key; as somebody sees it who has the disk. */
export async function dumpDatabase(factory: IDBFactory, name: string): Promise<Map<string, Map<IDBValidKey, unknown>>> {
  const database = await answered(factory.open(name));
  const dump = new Map<string, Map<IDBValidKey, unknown>>();
  for (const store of database.objectStoreNames) {
    const objects = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([answered(objects.getAllKeys()), answered(objects.getAll())]);
    dump.set(store, new Map(keys.map((key, index) => [key, values[index] as unknown])));
  }
  database.close();
  return dump;
}

export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
}
