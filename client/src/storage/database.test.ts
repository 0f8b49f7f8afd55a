import { IDBFactory } from 'fake-indexeddb';
import { ManualTime } from '../testing/manual-time.ts';
import { answered, systemEnvironment } from '../testing/account-storage.ts';
import { Database, type DatabaseOptions } from './database.ts';

const STORE = 'things';

function open(factory: IDBFactory, options: Partial<DatabaseOptions> = {}): Database {
  return new Database({
    name: 'test',
    version: 1,
    upgrade: (database) => void database.createObjectStore(STORE),
    environment: systemEnvironment,
    factory,
    ...options,
  });
}

const put = (database: Database, key: string, value: unknown = key) =>
  database.transact('strict', STORE, (transaction) => {
    transaction.objectStore(STORE).put(value, key);
    return () => undefined;
  });

const keys = (database: Database) =>
  database.transact('read', STORE, (transaction) => {
    const all = transaction.objectStore(STORE).getAllKeys();
    return () => all.result;
  });

/** Every handle that is opened from now on. */
function handles(factory: IDBFactory): IDBDatabase[] {
  const opened: IDBDatabase[] = [];
  const open = factory.open.bind(factory);
  factory.open = (...args: Parameters<typeof open>) => {
    const request = open(...args);
    request.addEventListener('success', () => opened.push(request.result));
    return request;
  };
  return opened;
}

test('[fault F50] [C5] a handle that the browser closed is opened again, once', async () => {
  const factory = new IDBFactory();
  const opened = handles(factory);
  const database = open(factory);
  await put(database, 'one');
  opened[0]!.close();
  await put(database, 'two');
  expect(await keys(database)).toEqual(['one', 'two']);
  expect(opened).toHaveLength(2);
});

test('[fault F50] [C5] an UnknownError is tried again once, on a new handle; if it stays, it is told', async () => {
  const factory = new IDBFactory();
  const opened = handles(factory);
  const database = open(factory);
  await put(database, 'one');
  let failures = 1;
  const attempt = () =>
    database.transact('strict', STORE, (transaction) => {
      if (failures > 0) {
        failures -= 1;
        throw new DOMException('Internal error', 'UnknownError');
      }
      transaction.objectStore(STORE).put('two', 'two');
      return () => undefined;
    });
  await attempt();
  expect(await keys(database)).toEqual(['one', 'two']);
  expect(opened).toHaveLength(2);
  failures = 2;
  await expect(attempt()).rejects.toMatchObject({ name: 'StorageError', code: 'STORAGE_UNAVAILABLE' });
});

test('[fault F48] [C5] a full disk is told as such, and not asked twice', async () => {
  const database = open(new IDBFactory());
  let asked = 0;
  const full = database.transact('strict', STORE, () => {
    asked += 1;
    throw new DOMException('', 'QuotaExceededError');
  });
  await expect(full).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(asked).toBe(1);
});

test('[fault F52] [C5] storage that is forbidden says so with a code', async () => {
  const factory = new IDBFactory();
  factory.open = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  await expect(keys(open(factory))).rejects.toMatchObject({ name: 'StorageError', code: 'STORAGE_UNAVAILABLE' });
});

test('[C5] storage that never answers is told as such, and does not hang what comes after', async () => {
  const time = new ManualTime();
  const factory = new IDBFactory();
  const really = factory.open.bind(factory);
  factory.open = () => ({}) as IDBOpenDBRequest;
  const database = open(factory, { environment: { ...systemEnvironment, schedule: time.schedule } });
  const first = keys(database);
  const isTold = expect(first).rejects.toMatchObject({ code: 'STORAGE_TIMEOUT' });
  await time.advance(10_000);
  await isTold;
  factory.open = really;
  await database.close();
  expect(await keys(database)).toEqual([]);
});

test('[O1] [S13] what was said to be too late is not written after all', async () => {
  const time = new ManualTime();
  const factory = new IDBFactory();
  const patient = open(factory);
  await put(patient, 'one');
  const hurried = open(factory, { environment: { ...systemEnvironment, schedule: time.schedule } });
  const late = hurried.transact('strict', STORE, (transaction) => {
    transaction.objectStore(STORE).put('late', 'late');
    void time.advance(10_000);
    return () => undefined;
  });
  await expect(late).rejects.toMatchObject({ code: 'STORAGE_TIMEOUT' });
  expect(await keys(patient)).toEqual(['one']);
});

test('[fault F2] [S13] a transaction that is cut short has written nothing, and is not said to have', async () => {
  const factory = new IDBFactory();
  const database = open(factory);
  const cut = database.transact('strict', STORE, (transaction) => {
    transaction.objectStore(STORE).put('half', 'half').onsuccess = () => transaction.abort();
    return () => undefined;
  });
  await expect(cut).rejects.toMatchObject({ name: 'StorageError' });
  expect(await keys(database)).toEqual([]);
});

test('[fault F49] [E4] an older tab lets go of its handle at once, and says that a newer version is there', async () => {
  const factory = new IDBFactory();
  const older = open(factory);
  await put(older, 'one');
  const newer = open(factory, { version: 2, upgrade: () => undefined });
  expect(await keys(newer)).toEqual(['one']);
  await expect(put(older, 'two')).rejects.toMatchObject({ code: 'STORAGE_NEWER' });
  expect(await keys(newer)).toEqual(['one']);
});

test('[fault F49] [L1] a tab that does not let go is told of within three seconds, and harms nothing once it does', async () => {
  const time = new ManualTime();
  const factory = new IDBFactory();
  await put(open(factory), 'one');
  const frozen = await answered(factory.open('test'));
  const newer = open(factory, {
    version: 2,
    upgrade: () => undefined,
    environment: { ...systemEnvironment, schedule: time.schedule },
  });
  const blocked = expect(keys(newer)).rejects.toMatchObject({ code: 'STORAGE_BLOCKED' });
  // The request is told that it is blocked in a turn of its own.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await time.advance(3_000);
  await blocked;
  frozen.close();
  expect(await keys(newer)).toEqual(['one']);
});

test('[fault F51] [SAFE4] a database that was deleted under the app is not made anew, and that is told', async () => {
  const factory = new IDBFactory();
  const database = open(factory);
  await put(database, 'one');
  await answered(factory.deleteDatabase('test'));
  await expect(put(database, 'two')).rejects.toMatchObject({ code: 'STORAGE_LOST' });
  await expect(keys(database)).rejects.toMatchObject({ code: 'STORAGE_LOST' });
  expect((await factory.databases()).map(({ name }) => name)).toEqual([]);
});

test('[fault F51] [SAFE4] nor does it write into another one that has its name since', async () => {
  const factory = new IDBFactory();
  const before = open(factory);
  await put(before, 'one');
  await open(factory).destroy();
  const after = open(factory);
  await put(after, 'of another sign-in');
  await expect(put(before, 'two')).rejects.toMatchObject({ code: 'STORAGE_LOST' });
  expect(await keys(after)).toEqual(['of another sign-in']);
});
