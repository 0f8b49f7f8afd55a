import type { MakeEntry, OutboxCounter, OutboxStore } from './outbox-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** For tests and for where nothing can be stored. Several stores over one `MemoryOutbox` are several tabs. */
export class MemoryOutbox {
  entries = new Map<number, OutboxEntry>();
  counter: OutboxCounter = { sequence: 0, clock: undefined };
}

export function memoryOutboxStore(memory: MemoryOutbox = new MemoryOutbox()): OutboxStore {
  return {
    async load() {
      return { entries: structuredClone([...memory.entries.values()]), counter: memory.counter };
    },
    async append(makers) {
      const { entries, counter } = makeEntries(makers, memory.counter);
      for (const entry of entries) memory.entries.set(entry.sequence, structuredClone(entry));
      memory.counter = counter;
      return entries;
    },
    async update(entries) {
      for (const entry of entries) {
        if (memory.entries.has(entry.sequence)) memory.entries.set(entry.sequence, structuredClone(entry));
      }
    },
    async remove(sequences) {
      for (const sequence of sequences) memory.entries.delete(sequence);
    },
    async close() {},
    async destroy() {
      memory.entries.clear();
      memory.counter = { sequence: 0, clock: undefined };
    },
  };
}

/** Runs the makers one after another, each on the counter that the one before left. */
export function makeEntries(
  makers: readonly MakeEntry[],
  counter: OutboxCounter,
): { entries: OutboxEntry[]; counter: OutboxCounter } {
  const entries: OutboxEntry[] = [];
  for (const make of makers) {
    const entry = make(counter);
    entries.push(entry);
    counter = { sequence: entry.sequence, clock: entry.input.event.occurredAt };
  }
  return { entries, counter };
}
