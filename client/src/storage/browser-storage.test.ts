import type { IDBFactory } from 'fake-indexeddb';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { OutboxCounter } from '../outbox/outbox-store.ts';
import { accountStorage, answered, dumpDatabase, systemEnvironment } from '../testing/account-storage.ts';
import { databasesOf, destroyBrowserStorage } from './browser-storage.ts';

const CANARY = 'canary-7f3a';
const names = databasesOf('account');

const entry =
  (title: string) =>
  ({ sequence }: OutboxCounter): OutboxEntry => ({
    sequence: sequence + 1,
    mutation: 'x',
    input: { event: { id: `${sequence}`, parentVersion: 0, sequence: sequence + 1, occurredAt: 'now' }, title },
  });

const titles = (entries: readonly OutboxEntry[]) => entries.map(({ input }) => input.title);

/** All that a disk would show. */
async function onDisk(factory: IDBFactory): Promise<string> {
  const { marker: _, ...databases } = names;
  const dumps = await Promise.all(Object.values(databases).map((name) => dumpDatabase(factory, name)));
  const show = (_key: string, value: unknown) =>
    value instanceof Map
      ? [...value]
      : ArrayBuffer.isView(value)
        ? Buffer.from(value.buffer).toString('latin1')
        : value;
  return JSON.stringify(dumps, show);
}

async function writeTo(factory: IDBFactory, name: string, store: string, value: unknown, key?: IDBValidKey) {
  const database = await answered(factory.open(name));
  await answered(database.transaction(store, 'readwrite').objectStore(store).put(value, key));
  database.close();
}

/** localStorage, as far as the marker needs it. */
const local = new Map<string, string>();
beforeEach(() => {
  local.clear();
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => local.get(key) ?? null,
      setItem: (key: string, value: string) => void local.set(key, value),
      removeItem: (key: string) => void local.delete(key),
    },
  });
});
afterAll(() => Object.assign(globalThis, { localStorage: undefined }));

async function fill(account: ReturnType<typeof accountStorage>) {
  const storage = await account.open();
  await storage.outbox.append([entry(`${CANARY} one`), entry(`${CANARY} two`), entry(`${CANARY} three`)]);
  for (const store of [storage.buckets, storage.sent, storage.journal!, storage.kept!, storage.derived!])
    await store.set('0', CANARY);
  return storage;
}

test('[SAFE5] nothing that a person wrote is on the disk in clear, nor does its key tell itself', async () => {
  const account = accountStorage();
  const storage = await fill(account);
  expect(storage.isEncrypted).toBe(true);
  expect(await onDisk(account.factory)).not.toContain(CANARY);
  const key = (await dumpDatabase(account.factory, names.key)).get('keys')!.get('content') as CryptoKey;
  expect(key).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
  expect(local.get(names.marker)).toBe('{"sequence":3,"unsent":3}');
});

test('[SAFE5] no two values are sealed alike', async () => {
  const account = accountStorage();
  const { kept } = await account.open();
  await kept!.set('a', CANARY);
  const first = (await dumpDatabase(account.factory, names.outbox)).get('kept')!.get('a');
  await kept!.set('a', CANARY);
  const second = (await dumpDatabase(account.factory, names.outbox)).get('kept')!.get('a');
  expect(second).not.toEqual(first);
});

test('[O2] [SAFE5] tabs that open for the first time at once have one key', async () => {
  const account = accountStorage();
  const [one, other] = await Promise.all([account.open(), account.open()]);
  await one.outbox.append([entry('from one')]);
  await other.outbox.append([entry('from the other')]);
  for (const { outbox } of [one, other]) {
    expect(titles((await outbox.load()).entries)).toEqual(['from one', 'from the other']);
  }
});

test('[fault F52] [C5] without WebCrypto, or where no key can be kept, it works in clear and says so', async () => {
  const account = accountStorage({ subtle: undefined });
  const storage = await fill(account);
  expect(storage.isEncrypted).toBe(false);
  expect(await onDisk(account.factory)).toContain(CANARY);
  const forgetful = {
    generateKey: async () => ({ notToBeCloned: () => undefined }),
  } as unknown as SubtleCrypto;
  const other = await accountStorage({ subtle: forgetful }).open();
  expect(other.isEncrypted).toBe(false);
  await other.outbox.append([entry('one')]);
  expect(titles((await other.outbox.load()).entries)).toEqual(['one']);
});

test('[fault F50] [SAFE5] a key that cannot be read now is not gone: nothing goes on in clear beside what it sealed', async () => {
  const account = accountStorage();
  await fill(account);
  const open = account.factory.open.bind(account.factory);
  account.factory.open = (name, version) => {
    if (name === names.key) throw new DOMException('Internal error', 'UnknownError');
    return open(name, version);
  };
  await expect(account.open()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
});

test('[fault F51] [O1] a record that cannot be read is told and kept, and the others are there', async () => {
  const account = accountStorage();
  await fill(account);
  const records = (await dumpDatabase(account.factory, names.outbox)).get('entries')!;
  const { sealed } = records.get(2) as { sealed: Uint8Array };
  const damaged = { sequence: 2, sealed: sealed.map((byte, index) => (index === 20 ? byte ^ 1 : byte)) };
  await writeTo(account.factory, names.outbox, 'entries', damaged);
  const { outbox } = await account.open();
  const loaded = await outbox.load();
  expect(titles(loaded.entries)).toEqual([`${CANARY} one`, `${CANARY} three`]);
  expect(loaded).toMatchObject({ unreadable: 1, counter: { sequence: 3 } });
  await outbox.remove([1, 3]);
  expect((await outbox.append([entry('four')]))[0]!.sequence).toBe(4);
  expect(await outbox.load()).toMatchObject({ unreadable: 1 });
});

test('[SAFE5] what is sealed for one place cannot be put in another', async () => {
  const account = accountStorage();
  await fill(account);
  const dump = await dumpDatabase(account.factory, names.outbox);
  const { sealed } = dump.get('entries')!.get(1) as { sealed: Uint8Array };
  await writeTo(account.factory, names.outbox, 'entries', { sequence: 3, sealed });
  await writeTo(account.factory, names.outbox, 'sent', dump.get('kept')!.get('0'), '0');
  const storage = await account.open();
  expect(await storage.outbox.load()).toMatchObject({ unreadable: 1 });
  expect(await storage.sent.entries()).toEqual([]);
  expect(storage.sent.damaged).toEqual(['0']);
});

test('[fault F51] [O1] with the key lost, all that was unsent is told as unreadable, and new events can be written', async () => {
  const account = accountStorage();
  await fill(account);
  await answered(account.factory.deleteDatabase(names.key));
  const { outbox, buckets } = await account.open();
  expect(await outbox.load()).toMatchObject({ entries: [], unreadable: 3 });
  expect(await buckets.entries()).toEqual([]);
  expect(buckets.damaged).toEqual(['0']);
  await outbox.append([entry('afterwards')]);
  expect(titles((await outbox.load()).entries)).toEqual(['afterwards']);
});

test('[fault F51] [S3] [S5] an outbox that is gone is told, with how much was in it, and its sequences are not used again', async () => {
  const account = accountStorage();
  const storage = await fill(account);
  await storage.outbox.remove([1]);
  await answered(account.factory.deleteDatabase(names.outbox));
  const { outbox } = await account.open();
  expect(await outbox.load()).toEqual({ entries: [], counter: { sequence: 3, clock: undefined }, lost: 2 });
  expect((await outbox.append([entry('afterwards')]))[0]!.sequence).toBe(4);
  expect((await outbox.load()).lost).toBeUndefined();
});

test('[SAFE4] [SAFE5] signing out takes the key first: what a crash leaves of the rest is noise', async () => {
  const account = accountStorage();
  const storage = await fill(account);
  await storage.destroyKey!();
  expect(await onDisk(account.factory)).not.toContain(CANARY);
  // The next start finishes it, without opening anything.
  await destroyBrowserStorage('account', systemEnvironment, { indexedDB: account.factory });
  expect((await account.factory.databases()).map(({ name }) => name)).toEqual([]);
  expect(local.size).toBe(0);
  expect((await (await account.open()).outbox.load()).lost).toBeUndefined();
});

test('[O1] [S13] every write of the outbox waits for the disk itself; the cache does not', async () => {
  const account = accountStorage();
  const { outbox, buckets } = await account.open();
  await outbox.load();
  const asked: (IDBTransactionDurability | undefined)[] = [];
  const handle = await answered(account.factory.open(names.outbox));
  const prototype = Object.getPrototypeOf(handle) as IDBDatabase;
  handle.close();
  const transaction = Reflect.get(prototype, 'transaction') as IDBDatabase['transaction'];
  prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
    if (mode === 'readwrite') asked.push(options?.durability);
    return transaction.call(this, stores, mode, options);
  };
  try {
    const [one] = await outbox.append([(counter) => ({ ...entry('one')(counter), draft: true as const })]);
    await outbox.amend(one!);
    await outbox.seal([1]);
    await outbox.update([one!]);
    await outbox.remove([1]);
    await outbox.putBack([one!]);
    expect(asked).toEqual(Array.from({ length: 6 }, () => 'strict'));
    asked.length = 0;
    await buckets.set('0', 'x');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked).not.toContain('strict');
  } finally {
    prototype.transaction = transaction;
  }
});
