import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import { outboxStoreContract } from '../testing/index.ts';
import { fileOutboxStore } from './file-outbox-store.ts';
import { indexedDbOutboxStore } from './indexeddb-outbox-store.ts';
import { MemoryOutbox, memoryOutboxStore } from './memory-outbox-store.ts';

const folders: string[] = [];
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'cairn-outbox-'));
  folders.push(made);
  return made;
};
let next: string;
beforeEach(async () => {
  next = await folder();
});
afterAll(() => Promise.all(folders.map((made) => rm(made, { recursive: true }))));

const schedule = (task: () => void, ms: number) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

outboxStoreContract('in memory', () => {
  const memory = new MemoryOutbox();
  return { open: () => memoryOutboxStore(memory) };
});
outboxStoreContract('in IndexedDB', () => {
  const factory = new IDBFactory();
  return { open: () => indexedDbOutboxStore('outbox', schedule, factory) };
});
outboxStoreContract('in a file', () => {
  const path = join(next, 'outbox.jsonl');
  return { open: () => fileOutboxStore(path) };
});

const entry = (sequence: number) => ({
  sequence,
  mutation: 'x',
  input: { event: { id: String(sequence), parentVersion: 0, sequence, occurredAt: '' } },
});

test('[O1] a line that a crash cut short was never saved, and does not break the file', async () => {
  const path = join(next, 'outbox.jsonl');
  const store = fileOutboxStore(path);
  await store.append([({ sequence }) => entry(sequence + 1)]);
  await store.close();
  await appendFile(path, '{"put":[{"sequence":2,"muta');
  const again = fileOutboxStore(path);
  expect((await again.load()).entries.map(({ sequence }) => sequence)).toEqual([1]);
  await again.close();
});

test('[C5] a handle that the browser closed is opened again, once', async () => {
  const factory = new IDBFactory();
  const opened: IDBDatabase[] = [];
  const open = factory.open.bind(factory);
  factory.open = (...args: Parameters<typeof open>) => {
    const request = open(...args);
    request.addEventListener('success', () => opened.push(request.result));
    return request;
  };
  const store = indexedDbOutboxStore('outbox', schedule, factory);
  await store.append([({ sequence }) => entry(sequence + 1)]);
  opened[0]!.close();
  await store.append([({ sequence }) => entry(sequence + 1)]);
  expect((await store.load()).entries).toHaveLength(2);
  expect(opened).toHaveLength(2);
});

test('[C5] storage that fails says so with a code', async () => {
  const factory = new IDBFactory();
  factory.open = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  await expect(indexedDbOutboxStore('outbox', schedule, factory).load()).rejects.toMatchObject({
    name: 'StorageError',
    code: 'STORAGE_UNAVAILABLE',
  });
});

test('[C5] storage that never answers is told as such, and does not hang what comes after', async () => {
  const factory = new IDBFactory();
  factory.open = () => ({}) as IDBOpenDBRequest;
  const soon = (task: () => void) => {
    const timer = setTimeout(task, 5);
    return () => clearTimeout(timer);
  };
  await expect(indexedDbOutboxStore('outbox', soon, factory).load()).rejects.toMatchObject({ code: 'STORAGE_TIMEOUT' });
});

test('[O1] a write that came too late is not written after all', async () => {
  const factory = new IDBFactory();
  const patient = indexedDbOutboxStore('outbox', schedule, factory);
  await patient.load();
  let expire: (() => void) | undefined;
  const hurried = indexedDbOutboxStore(
    'outbox',
    (task) => {
      expire = task;
      return () => undefined;
    },
    factory,
  );
  await expect(
    hurried.append([
      ({ sequence }) => {
        expire!();
        return entry(sequence + 1);
      },
    ]),
  ).rejects.toMatchObject({ code: 'STORAGE_TIMEOUT' });
  expect((await patient.load()).entries).toEqual([]);
  await patient.close();
  await hurried.close();
});
