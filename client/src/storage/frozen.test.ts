import { IDBFactory } from 'fake-indexeddb';
import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Entity } from '@cairn/domain';
import { nodeEnvironment } from '../environment/node.ts';
import { openCairn } from '../open-cairn.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { accountStorage, answered, dumpDatabase } from '../testing/account-storage.ts';
import { testApp } from '../testing/test-app.ts';
import { databasesOf } from './browser-storage.ts';

// What each format's first release stored, made by that release itself. It is never made anew: whoever has not opened the
// app since has it like this. The account is the same in all of them.

interface FrozenDatabase {
  readonly name: string;
  readonly version: number;
  readonly stores: {
    readonly [store: string]: {
      readonly keyPath: string | null;
      readonly records: readonly (readonly [IDBValidKey, unknown])[];
    };
  };
}

/** A key as it was in the browser, which a file cannot hold: its bytes, that no script there could read. */
interface FrozenKey {
  readonly name: string;
  readonly instance: string;
  readonly raw: string;
}

const FORMATS = [1, 2] as const;

const frozen = async <T>(format: number, file: string) =>
  JSON.parse(await readFile(new URL(`../../test/frozen/${format}/${file}.json`, import.meta.url), 'utf8')) as T;

/** Sealed bytes stand in a file as base64. */
function thawed(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  if ('base64' in value) return new Uint8Array(Buffer.from(String(value.base64), 'base64'));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, thawed(member)]));
}

async function thaw(factory: IDBFactory, { name, version, stores }: FrozenDatabase): Promise<void> {
  const request = factory.open(name, version);
  request.onupgradeneeded = () => {
    for (const [store, { keyPath, records }] of Object.entries(stores)) {
      const made = request.result.createObjectStore(store, { keyPath });
      for (const [key, value] of records) made.put(thawed(value), ...(keyPath === null ? [key] : []));
    }
  };
  (await answered(request)).close();
}

async function thawKey(factory: IDBFactory): Promise<void> {
  const { name, instance, raw } = await frozen<FrozenKey>(2, 'key');
  const bytes = Buffer.from(raw, 'base64');
  const key = await webcrypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const request = factory.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys').put(key, 'content');
    request.result.createObjectStore('instance').put(instance, 'instance');
  };
  (await answered(request)).close();
}

const outboxOf1 = await frozen<FrozenDatabase>(1, 'outbox');
const cacheOf1 = await frozen<FrozenDatabase>(1, 'cache');
const identity = await frozen<{ accountId: string; deviceId: string }>(1, 'identity');
const entriesOf1 = outboxOf1.stores.entries!.records.map(([, entry]) => entry as OutboxEntry);
const valuesOf1 = new Map(cacheOf1.stores.buckets!.records as [string, string][]);
const entitiesOf1 = [...valuesOf1].flatMap(([key, text]) => (key === 'meta' ? [] : (JSON.parse(text) as Entity[])));

async function deviceOf(format: (typeof FORMATS)[number]) {
  const factory = new IDBFactory();
  await thaw(factory, await frozen(format, 'outbox'));
  await thaw(factory, await frozen(format, 'cache'));
  if (format === 2) await thawKey(factory);
  return accountStorage({ indexedDB: factory }, identity.accountId);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('in vain');
}

describe.each(FORMATS)('a device of format %i', (format) => {
  test('[E4] [O1] its outbox: every entry, as it was, and the counter goes on', async () => {
    const { outbox } = await (await deviceOf(format)).open();
    const loaded = await outbox.load();
    expect(loaded.entries).toEqual(entriesOf1);
    expect(loaded.counter).toEqual(outboxOf1.stores.meta!.records[0]![1]);
    expect(loaded.unreadable).toBeUndefined();
    expect(loaded.entries.filter(({ draft }) => draft)).toHaveLength(1);
    expect(loaded.entries.filter(({ rejection }) => rejection)).toHaveLength(1);
    const [next] = await outbox.append([
      ({ sequence }) => ({ ...entriesOf1[0]!, sequence: sequence + 1, mutation: 'after' }),
    ]);
    expect(next!.sequence).toBe(entriesOf1.at(-1)!.sequence + 1);
  });

  test('[E4] [C1] [O4] offline it shows all of it: lists, notes, what is pending and parked', async () => {
    const cairn = await openCairn({
      app: testApp,
      identity,
      url: 'http://unreachable.invalid/graphql',
      webSocketUrl: 'ws://unreachable.invalid/graphql',
      environment: { ...nodeEnvironment(), fetch: () => Promise.reject(new TypeError('offline')) },
      storage: await (await deviceOf(format)).open(),
    });
    expect(cairn.status.get()).toMatchObject({ pending: 4, parked: 1, storage: { mode: 'disk', isEncrypted: true } });
    expect(cairn.status.get().storageError).toBeUndefined();
    for (const { type, id } of entitiesOf1) expect(cairn.entity({ type, id })).toBeDefined();
    for (const { mutation, input, rejection } of entriesOf1) {
      if (mutation !== 'retitleTask' || rejection) continue;
      expect(cairn.entity({ type: 'Task', id: String(input.taskId) })!.fields.title).toBe(input.title);
    }
    const counts = new Map<string, number>();
    for (const { type } of entitiesOf1) counts.set(type, (counts.get(type) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ List: 2, Task: 90, Note: 1 });
    await cairn.close();
  });
});

test('[E4] [SAFE5] what format 1 stored in clear is sealed at the first opening, drafts and all', async () => {
  const device = await deviceOf(1);
  const names = databasesOf(identity.accountId);
  const storage = await device.open();
  await Promise.all([storage.outbox.load(), storage.buckets.entries()]);
  const records = async () => [...(await dumpDatabase(device.factory, names.outbox)).get('entries')!.values()];
  await until(async () => (await records()).every((record) => 'sealed' in (record as object)));
  expect(JSON.stringify(await records())).not.toContain('Still being typ');
  const again = await (await device.open()).outbox.load();
  expect(again.entries).toEqual(entriesOf1);
  const draft = entriesOf1.find((entry) => entry.draft)!;
  expect(await storage.outbox.seal([draft.sequence])).toEqual([{ ...draft, draft: undefined }]);
  await until(async () => !(await device.factory.databases()).some(({ name }) => name === names.oldCache));
});

test('[E4] [O1] [O8] what is sealed anew in the background brings nothing back that was ended or answered meanwhile', async () => {
  const device = await deviceOf(1);
  const { outbox } = await device.open();
  const { entries } = await outbox.load();
  const draft = entries.find((entry) => entry.draft)!;
  const answered = entries.find((entry) => !entry.draft && !entry.rejection)!;
  await Promise.all([outbox.seal([draft.sequence]), outbox.remove([answered.sequence])]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const after = (await (await device.open()).outbox.load()).entries;
  expect(after.map(({ sequence }) => sequence)).toEqual(
    entries.map(({ sequence }) => sequence).filter((sequence) => sequence !== answered.sequence),
  );
  expect(after.find(({ sequence }) => sequence === draft.sequence)!.draft).toBeUndefined();
});

test('[E4] [C1] the cache of format 1 is taken over whole; two tabs at once, or a crash on the way, lose none of it', async () => {
  const device = await deviceOf(1);
  const storage = await device.open();
  const inTheMiddle = storage.buckets.entries();
  const taken = await (await device.open()).buckets.entries();
  expect(new Map(taken)).toEqual(valuesOf1);
  expect(new Map(await inTheMiddle)).toEqual(valuesOf1);
  expect(new Map(await (await device.open()).buckets.entries())).toEqual(valuesOf1);
});

test('[E4] what lies beside the outbox in format 2 is read', async () => {
  const { sent, kept, journal } = await (await deviceOf(2)).open();
  expect(new Map(await kept!.entries())).toEqual(
    new Map([
      ['email', 'frozen@example.org'],
      ['quick-add.inbox', 'half typed — 🏔'],
    ]),
  );
  expect((await sent.entries()).map(([key]) => key)).toEqual(['2']);
  expect(await journal!.entries()).toEqual([['record', '{}']]);
});
