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
      const entries = [...memory.entries.values()].sort((a, b) => a.sequence - b.sequence);
      return { entries: structuredClone(entries), counter: memory.counter };
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
    async amend(entry) {
      if (!memory.entries.get(entry.sequence)?.draft) return false;
      memory.entries.set(entry.sequence, structuredClone(entry));
      return true;
    },
    async seal(sequences) {
      const ended = sequences.flatMap((sequence) => sealed(memory.entries.get(sequence)));
      for (const entry of ended) memory.entries.set(entry.sequence, entry);
      return structuredClone(ended);
    },
    async putBack(entries) {
      for (const entry of entries) {
        if (!memory.entries.has(entry.sequence)) memory.entries.set(entry.sequence, structuredClone(entry));
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

/** The entry as it is when it is no draft any more; nothing of what is none. */
export function sealed(entry: OutboxEntry | undefined): OutboxEntry[] {
  if (!entry?.draft) return [];
  const { draft: _, ...rest } = entry;
  return [rest];
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
