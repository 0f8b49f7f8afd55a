import { StorageError } from '../storage-error.ts';
import { memoryOutboxStore } from './memory-outbox-store.ts';
import { outboxFirst } from './outbox-first.ts';
import type { OutboxCounter, OutboxStore } from './outbox-store.ts';

const entry = ({ sequence }: OutboxCounter) => ({
  sequence: sequence + 1,
  mutation: 'x',
  input: { event: { id: String(sequence), parentVersion: 0, sequence: sequence + 1, occurredAt: '' } },
});

/** A disk with room for so many writes, and one that is cleared for so many more. */
function rig(room: number, behindTheCache: number) {
  const inner = memoryOutboxStore();
  const made: string[] = [];
  const limited: OutboxStore = {
    ...inner,
    append(makers) {
      if (room < makers.length) return Promise.reject(new DOMException('', 'QuotaExceededError'));
      room -= makers.length;
      return inner.append(makers);
    },
  };
  const store = outboxFirst(limited, async ({ code }) => {
    made.push(code);
    room += behindTheCache;
  });
  return { store, made };
}

test('[fault F48] [C5] a full disk costs the cache, once; the change is saved all the same', async () => {
  const { store, made } = rig(1, 2);
  await store.append([entry]);
  await store.append([entry]);
  expect(made).toEqual(['STORAGE_FULL']);
  expect((await store.load()).entries).toHaveLength(2);
});

test('[fault F48] [S3] [S13] what has no room even then is refused, and what is stored stays', async () => {
  const { store, made } = rig(1, 0);
  await store.append([entry]);
  for (let n = 0; n < 3; n += 1) {
    await expect(store.append([entry])).rejects.toMatchObject({ name: 'QuotaExceededError' });
  }
  expect(made).toEqual(['STORAGE_FULL']);
  expect((await store.load()).entries).toHaveLength(1);
});

test('[C5] any other failure costs nothing', async () => {
  const failing = { ...memoryOutboxStore(), append: () => Promise.reject(new StorageError('STORAGE_TIMEOUT', '')) };
  const store = outboxFirst(failing, () => Promise.reject(new Error('must not be asked')));
  await expect(store.append([entry])).rejects.toMatchObject({ code: 'STORAGE_TIMEOUT' });
});
