import localforage from 'localforage';
import { accountStorage, answered } from '../testing/account-storage.ts';
import { databasesOf } from '../storage/browser-storage.ts';

// The cache goes through localforage, which has its own ideas of what to do when something is not there.

const name = databasesOf('account').cache;

async function somewhere() {
  const account = accountStorage();
  const { buckets } = await account.open();
  await buckets.set('0', 'one');
  const names = async () => (await account.factory.databases()).map((database) => database.name);
  const entries = async () => (await account.open()).buckets.entries();
  return { account, buckets, names, entries };
}

/** What `IDBDatabase.transaction` meets, as often as it says. */
function failing(times: number, error: () => DOMException): () => number {
  const prototype = IDBDatabasePrototype!;
  const transaction = Reflect.get(prototype, 'transaction') as IDBDatabase['transaction'];
  let met = 0;
  prototype.transaction = function (this: IDBDatabase, ...args) {
    if (this.name === name && args[1] === 'readwrite' && met < times) {
      met += 1;
      throw error();
    }
    return transaction.apply(this, args);
  };
  restore = () => (prototype.transaction = transaction);
  return () => met;
}

let IDBDatabasePrototype: IDBDatabase | undefined;
let restore = () => undefined as unknown;
beforeAll(async () => {
  const { factory } = accountStorage();
  const handle = await answered(factory.open('any'));
  IDBDatabasePrototype = Object.getPrototypeOf(handle) as IDBDatabase;
  handle.close();
});
afterEach(() => restore());

test('[C1] [C4] values are there after a restart, in whatever order they were asked to be written', async () => {
  const { buckets, entries } = await somewhere();
  await Promise.all([buckets.set('1', 'two'), buckets.set('0', 'three'), buckets.set('0', 'four')]);
  expect(new Map(await entries())).toEqual(
    new Map([
      ['0', 'four'],
      ['1', 'two'],
    ]),
  );
});

test('[fault F51] [SAFE4] a cache that was deleted under the app is not made anew, and that is told', async () => {
  const { account, buckets, names } = await somewhere();
  await answered(account.factory.deleteDatabase(name));
  await expect(buckets.set('0', 'again')).rejects.toMatchObject({ name: 'StorageError', code: 'STORAGE_LOST' });
  await expect(buckets.entries()).rejects.toMatchObject({ code: 'STORAGE_LOST' });
  expect(await names()).not.toContain(name);
});

test('[fault F48] [C4] nor does it write into the one that another tab has begun since', async () => {
  const { buckets, account, entries } = await somewhere();
  const other = await account.open();
  await other.buckets.destroy();
  const fresh = await account.open();
  await fresh.buckets.set('0', 'fresh');
  await expect(buckets.set('meta', 'a cursor of more than there is')).rejects.toMatchObject({ code: 'STORAGE_LOST' });
  expect(await entries()).toEqual([['0', 'fresh']]);
});

test('[fault F48] [C4] what came a moment too late, and made the cache anew, counts for nothing', async () => {
  const { buckets, account, entries, names } = await somewhere();
  await answered(account.factory.deleteDatabase(name));
  // As if it had been deleted between the look and the write.
  await localforage
    .createInstance({ name, storeName: 'buckets', version: 2, driver: localforage.INDEXEDDB })
    .setItem('meta', 'x');
  expect(await names()).toContain(name);
  await expect(buckets.set('0', 'later')).rejects.toMatchObject({ code: 'STORAGE_LOST' });
  expect(await names()).not.toContain(name);
  await localforage
    .createInstance({ name, storeName: 'buckets', version: 2, driver: localforage.INDEXEDDB })
    .setItem('meta', 'x');
  expect(await entries()).toEqual([]);
  const fresh = (await account.open()).buckets;
  await fresh.set('0', 'fresh');
  expect(await entries()).toEqual([['0', 'fresh']]);
});

test('[fault F48] [SAFE4] what is on its way when it is deleted does not bring it back', async () => {
  const { buckets, names } = await somewhere();
  const writes = [buckets.set('1', 'two'), buckets.set('2', 'three')];
  await buckets.destroy();
  await Promise.allSettled(writes);
  expect(await names()).not.toContain(name);
  await expect(buckets.set('3', 'four')).rejects.toMatchObject({ code: 'STORAGE_LOST' });
});

test('[fault F51] a tab that has it open does not keep another from deleting it', async () => {
  const { account, names, entries } = await somewhere();
  expect(await entries()).toEqual([['0', 'one']]);
  await (await account.open()).buckets.destroy();
  expect(await names()).not.toContain(name);
});

test('[fault F50] [C5] a failure of the moment is tried again once; one that stays is told', async () => {
  const { buckets, entries } = await somewhere();
  const unknown = () => new DOMException('Internal error', 'UnknownError');
  failing(1, unknown);
  await buckets.set('0', 'two');
  restore();
  expect(await entries()).toEqual([['0', 'two']]);
  failing(2, unknown);
  await expect(buckets.set('0', 'three')).rejects.toMatchObject({ name: 'StorageError', code: 'STORAGE_UNAVAILABLE' });
  restore();
  await buckets.set('0', 'four');
  expect(await entries()).toEqual([['0', 'four']]);
});

test('[fault F48] [C5] a full disk is told as such, and not asked twice', async () => {
  const { buckets } = await somewhere();
  const met = failing(9, () => new DOMException('', 'QuotaExceededError'));
  await expect(buckets.set('0', 'two')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(met()).toBe(1);
});
