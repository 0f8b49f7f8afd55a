import type { OutboxEntry } from './outbox-entry.ts';

/** What the next entry is made from; it is still so in the transaction that writes the entry. */
export interface OutboxCounter {
  /** The device's last sequence, 0 at first. Goes on when entries are removed: a sequence is never used again. */
  readonly sequence: number;
  /** The last entry's clock reading. */
  readonly clock: string | undefined;
}

/** What a store found. */
export interface LoadedOutbox {
  /** By sequence. */
  readonly entries: readonly OutboxEntry[];
  readonly counter: OutboxCounter;
  /** Entries that are there and cannot be read: damaged, or sealed with a key that is lost. */
  readonly unreadable?: number;
  /** Set when this device had an outbox and it is gone: how many events it held. */
  readonly lost?: number;
}

/** Makes the entry for `counter.sequence + 1`. Called again when another tab was faster: only the last one counts. */
export type MakeEntry = (counter: OutboxCounter) => OutboxEntry;

/**
 * Where the outbox is durable. Every write resolves only when it would survive `kill -9`, and either happens whole or
 * not at all. Several tabs may write at once; `append` gives each entry its own sequence all the same.
 * All methods reject with StorageError.
 */
export interface OutboxStore {
  load(): Promise<LoadedOutbox>;
  append(makers: readonly MakeEntry[]): Promise<readonly OutboxEntry[]>;
  /** Writes entries that are still held again, and leaves out those that are not: a removed entry never comes back. */
  update(entries: readonly OutboxEntry[]): Promise<void>;
  /** Writes a draft again. False, having written nothing, when it is no draft any more, or not held. */
  amend(entry: OutboxEntry): Promise<boolean>;
  /** Ends the drafts among these; answers them as they are now. No amendment comes through after that. */
  seal(sequences: readonly number[]): Promise<readonly OutboxEntry[]>;
  /** Writes entries that were removed again, under their own sequences; those that are held are left as they are. */
  putBack(entries: readonly OutboxEntry[]): Promise<void>;
  remove(sequences: readonly number[]): Promise<void>;
  close(): Promise<void>;
  /** Deletes everything, the counter too. */
  destroy(): Promise<void>;
}
