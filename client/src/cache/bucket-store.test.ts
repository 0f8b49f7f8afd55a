import { accountStorage, answered, systemEnvironment } from '../testing/account-storage.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { Database } from '../storage/database.ts';
import { databasesOf } from '../storage/browser-storage.ts';
import { loadLocalForage, localForageBucketStore } from './bucket-store.ts';

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

/** As if the database were deleted between the look and the write. */
async function writeTooLate(): Promise<void> {
  const localforage = await loadLocalForage();
  const driver = localforage.INDEXEDDB;
  await localforage.createInstance({ name, storeName: 'buckets', version: 2, driver }).setItem('meta', 'x');
}

/** Asked before each of the cache's transactions: throws for it, or answers something else in its place. */
function before(ask: (mode: IDBTransactionMode | undefined, handle: IDBDatabase) => unknown): void {
  const transaction = Reflect.get(prototype, 'transaction') as IDBDatabase['transaction'];
  prototype.transaction = function (this: IDBDatabase, ...args) {
    const answer = this.name === name ? ask(args[1], this) : undefined;
    return (answer ?? transaction.apply(this, args)) as IDBTransaction;
  };
  restore = () => (prototype.transaction = transaction);
}

/** What the next writes meet; answers how many have. */
function failing(times: number, fail: () => unknown): () => number {
  let met = 0;
  before((mode) => {
    if (mode !== 'readwrite' || met === times) return undefined;
    met += 1;
    return fail();
  });
  return () => met;
}

let prototype: IDBDatabase;
let restore = () => undefined as unknown;
beforeAll(async () => {
  const { factory } = accountStorage();
  const handle = await answered(factory.open('any'));
  prototype = Object.getPrototypeOf(handle) as IDBDatabase;
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
  await writeTooLate();
  expect(await names()).toContain(name);
  await expect(buckets.set('0', 'later')).rejects.toMatchObject({ code: 'STORAGE_LOST' });
  expect(await names()).not.toContain(name);
  await writeTooLate();
  expect(await entries()).toEqual([]);
  const fresh = (await account.open()).buckets;
  await fresh.set('0', 'fresh');
  expect(await entries()).toEqual([['0', 'fresh']]);
});

test('[fault F48] [SAFE4] what is on its way when it is deleted does not bring it back', async () => {
  const { buckets, names } = await somewhere();
  let destroyed: Promise<void> | undefined;
  before((mode, handle) => {
    // Between the look whether the database is still there, and the write: whose handle is closed by it.
    if (mode === 'readonly') destroyed ??= buckets.destroy();
    else if (mode === 'readwrite') handle.close();
  });
  await Promise.allSettled([buckets.set('1', 'two'), buckets.set('2', 'three')]);
  await destroyed;
  await new Promise((resolve) => setTimeout(resolve, 20));
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
  const unknown = () => {
    throw new DOMException('Internal error', 'UnknownError');
  };
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
  const met = failing(9, () => {
    throw new DOMException('', 'QuotaExceededError');
  });
  await expect(buckets.set('0', 'two')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(met()).toBe(1);
});

test('[C5] a write that never answers is told as such', async () => {
  const time = new ManualTime();
  const database = new Database({
    name,
    version: 2,
    upgrade: (made) => void made.createObjectStore('buckets'),
    environment: { ...systemEnvironment, schedule: time.schedule },
    factory: accountStorage().factory,
  });
  const buckets = localForageBucketStore({ database, store: 'buckets', sealer: undefined });
  await buckets.set('0', 'one');
  const met = failing(1, () => ({ objectStore: () => ({ put: () => ({}) }) }));
  const isTold = expect(buckets.set('0', 'two')).rejects.toMatchObject({ code: 'STORAGE_TIMEOUT' });
  while (met() === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await time.advance(10_000);
  await isTold;
  expect(await buckets.entries()).toEqual([['0', 'one']]);
});
