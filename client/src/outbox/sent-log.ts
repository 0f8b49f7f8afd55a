import type { BucketStore } from '../cache/bucket-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** Events in one stored value, and how many values there are: the last 2,048 sequences of this device. */
const BUCKET = 32;
const BUCKETS = 64;

/** An event that the server has taken, and into which log. */
export interface SentEntry {
  readonly entry: OutboxEntry;
  readonly epoch: string;
}

/**
 * The events of this device that the server has taken, the last of them: a server that is restored from a backup has lost
 * what came after, and this device can offer it again. Only the tab that leads reads and writes it.
 */
export class SentLog {
  readonly #store: BucketStore;
  readonly #sent = new Map<number, SentEntry>();

  constructor(store: BucketStore) {
    this.#store = store;
  }

  /** Takes in what is stored. @throws StorageError */
  async load(): Promise<void> {
    this.#sent.clear();
    for (const [, text] of await this.#store.entries()) {
      for (const sent of JSON.parse(text) as SentEntry[]) this.#sent.set(sent.entry.sequence, sent);
    }
  }

  /** Of another log than this one, by sequence. */
  notOf(epoch: string): SentEntry[] {
    return [...this.#sent.values()]
      .filter((sent) => sent.epoch !== epoch)
      .sort((a, b) => a.entry.sequence - b.entry.sequence);
  }

  /** The log of the last event that is here. */
  get lastEpoch(): string | undefined {
    let last: SentEntry | undefined;
    for (const sent of this.#sent.values()) if (!last || sent.entry.sequence > last.entry.sequence) last = sent;
    return last?.epoch;
  }

  /** Durable when it resolves, as far as `BucketStore` is. @throws StorageError */
  add(sent: readonly SentEntry[]): Promise<void> {
    for (const one of sent) this.#sent.set(one.entry.sequence, one);
    const newest = Math.max(0, ...this.#sent.keys());
    for (const sequence of this.#sent.keys()) {
      if (bucketOf(sequence) <= bucketOf(newest) - BUCKETS) this.#sent.delete(sequence);
    }
    return this.#write(sent.map(({ entry }) => entry.sequence));
  }

  /** They are in the outbox again. @throws StorageError */
  remove(sequences: readonly number[]): Promise<void> {
    for (const sequence of sequences) this.#sent.delete(sequence);
    return this.#write(sequences);
  }

  async #write(sequences: readonly number[]): Promise<void> {
    for (const bucket of new Set(sequences.map(bucketOf))) {
      const first = bucket * BUCKET;
      const held = Array.from({ length: BUCKET }, (_, index) => this.#sent.get(first + index)).filter(Boolean);
      // One slot after the other, over and over: what is too old is written over.
      await this.#store.set(String(bucket % BUCKETS), JSON.stringify(held));
    }
  }
}

function bucketOf(sequence: number): number {
  return Math.floor(sequence / BUCKET);
}
