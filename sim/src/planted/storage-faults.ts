import type { ClientStorage, OutboxEntry, OutboxStore } from '@cairn/client';
import { every, type PlantedFault } from './planted-fault.ts';

const outboxFault = (name: string, change: (outbox: OutboxStore) => Partial<OutboxStore>): PlantedFault => ({
  name,
  plant: () => ({
    storage: (storage: ClientStorage) => ({ ...storage, outbox: { ...storage.outbox, ...change(storage.outbox) } }),
  }),
});

/** Mistakes of whoever keeps the outbox and the cache. */
export const storageFaults: readonly PlantedFault[] = [
  outboxFault('an event is said to be stored, and is not', ({ append, remove }) => {
    const isNow = every(5);
    return {
      async append(makers) {
        const entries = await append(makers);
        if (isNow()) await remove(entries.map(({ sequence }) => sequence));
        return entries;
      },
    };
  }),
  outboxFault('a full disk is kept secret', ({ append, load }) => ({
    append: (makers) =>
      append(makers).catch(async () => {
        const { counter } = await load();
        return makers.map((make) => make(counter));
      }),
  })),
  outboxFault('a handle that died is kept secret', ({ append, load }) => ({
    append: (makers) =>
      append(makers).catch(async (error: unknown) => {
        if ((error as { readonly code?: string }).code !== 'STORAGE_UNAVAILABLE') throw error;
        const { counter } = await load();
        return makers.map((make) => make(counter));
      }),
  })),
  outboxFault('a sequence is used again', ({ append }) => {
    const isNow = every(5);
    return {
      append: (makers) =>
        append(
          makers.map(
            (make) => (counter) =>
              make(isNow() && counter.sequence > 0 ? { ...counter, sequence: counter.sequence - 1 } : counter),
          ),
        ),
    };
  }),
  outboxFault('a removal takes the next event along', ({ remove }) => ({
    remove: (sequences) => remove([...sequences, Math.max(...sequences) + 1]),
  })),
  outboxFault('a removal removes nothing', () => ({ remove: async () => {} })),
  outboxFault('a draft is never sealed', () => ({ seal: async () => [] })),
  outboxFault('the last event is not read back', ({ load }) => ({
    async load() {
      const { entries, counter } = await load();
      return { entries: entries.slice(0, -1), counter };
    },
  })),
  outboxFault('an event is stored with another body than it was sent with', ({ load }) => ({
    async load() {
      const { entries, counter } = await load();
      return { entries: entries.map(renamed), counter };
    },
  })),
  {
    name: 'the cursor is stored without what it stands for',
    plant: () => ({
      storage: ({ buckets, ...rest }) => ({
        ...rest,
        buckets: { ...buckets, set: async (key, value) => (key === 'meta' ? buckets.set(key, value) : undefined) },
      }),
    }),
  },
];

function renamed(entry: OutboxEntry): OutboxEntry {
  return 'title' in entry.input ? { ...entry, input: { ...entry.input, title: 'another title' } } : entry;
}
