import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outboxStoreContract, sharedOutboxContract } from '../testing/index.ts';
import { fileOutboxStore } from './file-outbox-store.ts';
import type { StoragePlatform } from '../storage/browser-storage.ts';
import { accountStorage } from '../testing/account-storage.ts';
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

const memory = () => {
  const shared = new MemoryOutbox();
  return { open: async () => memoryOutboxStore(shared) };
};
const indexedDb = (platform?: StoragePlatform) => () => {
  const account = accountStorage(platform);
  return { open: async () => (await account.open()).outbox };
};
for (const contract of [outboxStoreContract, sharedOutboxContract]) {
  contract('in memory', memory);
  contract('in IndexedDB, sealed', indexedDb());
  contract('in IndexedDB, in clear', indexedDb({ subtle: undefined }));
}
outboxStoreContract('in a file', () => {
  const path = join(next, 'outbox.jsonl');
  return { open: async () => fileOutboxStore(path) };
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
