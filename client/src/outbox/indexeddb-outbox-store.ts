import type { Database } from '../storage/database.ts';
import type { Marker } from '../storage/marker.ts';
import type { Sealer } from '../storage/sealer.ts';
import { makeEntries } from './memory-outbox-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { isSealed, OutboxRecords, type OutboxRecord } from './outbox-record.ts';
import type { OutboxCounter, OutboxStore } from './outbox-store.ts';

export const ENTRIES = 'entries';
export const META = 'meta';
const COUNTER = 'counter';

export interface IndexedDbOutboxOptions {
  /** Made by `createOutbox`. */
  readonly database: Database;
  /** Without it, entries are stored in clear. */
  readonly sealer: Sealer | undefined;
  readonly marker?: Marker | undefined;
}

/** The object stores of an outbox; the same since version 1, whose records are in clear. */
export function createOutbox(database: IDBDatabase): void {
  database.createObjectStore(ENTRIES, { keyPath: 'sequence' });
  database.createObjectStore(META);
}

/**
 * The outbox in IndexedDB. A transaction does not wait for a cipher, so entries are made and sealed before it, from the
 * counter as this tab knows it; the transaction writes them if the counter is still that one, and otherwise they are
 * made anew from the one it found.
 */
export function indexedDbOutboxStore({ database, sealer, marker }: IndexedDbOutboxOptions): OutboxStore {
  const records = new OutboxRecords(sealer, database.name);
  // Where storage was lost, sequences go on where they were: none is ever used for two events.
  const marked = marker?.read();
  const beginning: OutboxCounter = { sequence: marked?.sequence ?? 0, clock: undefined };
  let known: OutboxCounter | undefined;
  // One append after another: two of this tab would only undo each other's work.
  let last: Promise<unknown> = Promise.resolve();

  const entriesOf = (transaction: IDBTransaction) => transaction.objectStore(ENTRIES);
  const readCounter = (transaction: IDBTransaction) =>
    transaction.objectStore(META).get(COUNTER) as IDBRequest<OutboxCounter | undefined>;

  /** Writes beside the outbox how many there are, once the transaction is complete. */
  function tallying(transaction: IDBTransaction): () => void {
    const count = entriesOf(transaction).count();
    const counter = readCounter(transaction);
    return () => marker?.write({ sequence: counter.result?.sequence ?? 0, unsent: count.result });
  }

  /** Writes `made` if the counter is still `from`; otherwise answers what it is now. */
  function writeFrom(from: OutboxCounter, made: readonly OutboxRecord[], to: OutboxCounter) {
    return database.transact('strict', [ENTRIES, META], (transaction) => {
      let found: OutboxCounter | undefined;
      let tally: () => void;
      const read = readCounter(transaction);
      read.onsuccess = () => {
        const stored = read.result ?? beginning;
        if (stored.sequence !== from.sequence || stored.clock !== from.clock) {
          found = stored;
          return;
        }
        for (const record of made) entriesOf(transaction).add(record);
        transaction.objectStore(META).put(to, COUNTER);
        tally = tallying(transaction);
      };
      return () => {
        if (!found) tally();
        return found;
      };
    });
  }

  /** Puts `made` in the place of what `mayReplace` allows. */
  async function replace(
    made: readonly OutboxRecord[],
    mayReplace: (held: OutboxRecord | undefined, by: OutboxRecord) => boolean,
  ): Promise<number> {
    return database.transact('strict', [ENTRIES, META], (transaction) => {
      let replaced = 0;
      for (const record of made) {
        const held = entriesOf(transaction).get(record.sequence) as IDBRequest<OutboxRecord | undefined>;
        held.onsuccess = () => {
          if (!mayReplace(held.result, record)) return;
          entriesOf(transaction).put(record);
          replaced += 1;
        };
      }
      const tally = tallying(transaction);
      return () => {
        tally();
        return replaced;
      };
    });
  }

  /** What an older release left in clear. What fails now is tried again with the next start. */
  async function sealOld(old: readonly OutboxEntry[]): Promise<void> {
    const made = await Promise.all(old.map(records.make));
    await replace(made, (held, by) => held !== undefined && !isSealed(held) && held.draft === by.draft);
  }

  const read = async (stored: readonly OutboxRecord[]): Promise<OutboxEntry[]> =>
    (await Promise.all(stored.map(records.read))).filter((entry) => entry !== undefined);

  return {
    async load() {
      const { [ENTRIES]: all, [META]: meta } = await database.readAll(ENTRIES, META);
      const stored = all.values as readonly OutboxRecord[];
      const counter = meta.values[meta.keys.indexOf(COUNTER)] as OutboxCounter | undefined;
      known = counter ?? beginning;
      const entries = await read(stored);
      const old = records.isSealing ? stored.filter((record): record is OutboxEntry => !isSealed(record)) : [];
      if (old.length > 0) void sealOld(old).catch(() => undefined);
      const unreadable = stored.length - entries.length;
      return {
        entries,
        counter: known,
        ...(unreadable > 0 ? { unreadable } : {}),
        ...(!counter && marked ? { lost: marked.unsent } : {}),
      };
    },
    append(makers) {
      const run = last.then(async () => {
        known ??=
          (await database.transact('read', META, (transaction) => {
            const found = readCounter(transaction);
            return () => found.result;
          })) ?? beginning;
        for (;;) {
          const { entries, counter } = makeEntries(makers, known);
          const found = await writeFrom(known, await Promise.all(entries.map(records.make)), counter);
          known = found ?? counter;
          if (!found) return entries;
        }
      });
      last = run.catch(() => undefined);
      return run;
    },
    async update(entries) {
      await replace(await Promise.all(entries.map(records.make)), (held) => held !== undefined);
    },
    async amend(entry) {
      return (await replace([await records.make(entry)], (held) => held?.draft === true)) > 0;
    },
    async seal(sequences) {
      const ended = await database.transact('strict', ENTRIES, (transaction) => {
        const final: OutboxRecord[] = [];
        for (const sequence of sequences) {
          const held = entriesOf(transaction).get(sequence) as IDBRequest<OutboxRecord | undefined>;
          held.onsuccess = () => {
            if (!held.result?.draft) return;
            const { draft: _, ...rest } = held.result;
            entriesOf(transaction).put(rest);
            final.push(rest);
          };
        }
        return () => final;
      });
      return read(ended);
    },
    async putBack(entries) {
      await replace(await Promise.all(entries.map(records.make)), (held) => held === undefined);
    },
    async remove(sequences) {
      await database.transact('strict', [ENTRIES, META], (transaction) => {
        for (const sequence of sequences) entriesOf(transaction).delete(sequence);
        return tallying(transaction);
      });
      records.forget(sequences);
    },
    close: () => database.close(),
    async destroy() {
      // First: what a crash leaves behind must not be told as a loss.
      marker?.clear();
      await database.destroy();
    },
  };
}
