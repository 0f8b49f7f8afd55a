/** The object store, and the key in it, that say which database of its name this is. */
export const INSTANCE = 'instance';

/** All of an object store, in order of key. */
export interface Rows {
  readonly keys: readonly IDBValidKey[];
  readonly values: readonly unknown[];
}

/** What a page has begun to read before the app's files were there. */
export interface HeadStart {
  /** When, as `performance.now()`. */
  readonly since: number;
  /** By name of the database, its object stores; undefined where they could not be read. */
  readonly databases: { readonly [name: string]: Promise<Record<string, Rows> | undefined> };
}

/** How the page hands it over. */
declare global {
  var cairnHeadStart: HeadStart | undefined;
}

/** Later than that it is read anew: other tabs go on writing. Milliseconds. */
const FRESH = 10_000;
/** Where it takes longer than that, reading anew may not. Milliseconds. */
const PATIENCE = 3_000;

/** A database, the one that must have answered before it is read, and its object stores. */
export type Reading = readonly [name: string, after: string | null, ...stores: string[]];

/**
 * Reads databases, all at once, each in one transaction. It stands in the page itself, as text, and knows nothing outside
 * of it. What is not there is not made.
 */
export function beginReading(factory: IDBFactory, readings: readonly Reading[]): HeadStart {
  const databases: Record<string, Promise<Record<string, Rows> | undefined>> = {};
  const answered: Record<string, Promise<void>> = {};
  for (const [name, after, ...stores] of readings) {
    const opening = new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open(name);
      request.onupgradeneeded = () => request.transaction!.abort();
      request.onerror = reject;
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
    });
    let answer: () => void;
    answered[name] = new Promise((resolve) => (answer = resolve));
    databases[name] = Promise.all([opening, after === null ? null : answered[after]])
      .then(
        ([database]) =>
          new Promise<Record<string, Rows>>((resolve, reject) => {
            const transaction = database.transaction(stores);
            const found = stores.map((name) => {
              const store = transaction.objectStore(name);
              const requests = [name, store.getAllKeys(), store.getAll()] as const;
              requests[2].onsuccess = answer;
              return requests;
            });
            transaction.onabort = reject;
            transaction.oncomplete = () => {
              database.close();
              resolve(
                Object.fromEntries(
                  found.map(([name, keys, values]) => [
                    name,
                    { keys: keys.result, values: values.result as unknown[] },
                  ]),
                ),
              );
            };
          }),
      )
      .catch(() => answer() as undefined);
  }
  return { since: performance.now(), databases };
}

export interface Ahead<Store extends string> {
  /** Of the database that was read. */
  readonly instance: unknown;
  readonly rows: Readonly<Record<Store, Rows>>;
}

/** Hands over these stores of a database, once; undefined where the page has not read them, or not lately. */
export async function takeAhead<Store extends string>(
  headStart: HeadStart | undefined,
  name: string,
  stores: readonly Store[],
  schedule: (work: () => void, ms: number) => () => void,
): Promise<Ahead<Store> | undefined> {
  const reading = headStart?.databases[name];
  if (!reading || performance.now() - headStart.since > FRESH) return undefined;
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = schedule(() => resolve(undefined), PATIENCE);
  });
  const found = await Promise.race([reading, late]);
  cancel();
  if (!found || stores.some((store) => !(store in found))) return undefined;
  const rows = Object.fromEntries(stores.map((store) => [store, found[store]!])) as Record<Store, Rows>;
  for (const store of stores) delete found[store];
  return { instance: found[INSTANCE]?.values[0], rows };
}
