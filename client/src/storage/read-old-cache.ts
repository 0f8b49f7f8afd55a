/** The one object store of the first release's cache, whose values are in clear. */
const STORE = 'buckets';

/** All that it holds, in order of key; nothing where it is not there, and need not be made to find that out. */
export function readOldCache(factory: IDBFactory, name: string): Promise<[key: string, value: string][]> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name);
    request.onupgradeneeded = () => request.transaction!.abort();
    request.onerror = () => resolve([]);
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => database.close();
      if (!database.objectStoreNames.contains(STORE)) {
        database.close();
        return resolve([]);
      }
      const transaction = database.transaction(STORE);
      const keys = transaction.objectStore(STORE).getAllKeys() as IDBRequest<string[]>;
      const values = transaction.objectStore(STORE).getAll() as IDBRequest<string[]>;
      transaction.oncomplete = () => {
        database.close();
        resolve(keys.result.map((key, index) => [key, values.result[index]!]));
      };
      transaction.onabort = () => {
        database.close();
        reject(transaction.error as Error);
      };
    };
  });
}
