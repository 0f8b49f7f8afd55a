import type { BucketStore } from '../cache/bucket-store.ts';
import type { Environment } from '../environment/environment.ts';
import { Observed } from '../status.ts';
import type { Happening, SyncEvent } from './sync-event.ts';
import { EMPTY_RECORD, recordAfter, type SyncRecord } from './sync-record.ts';

/**
 * Written soon after something happened, and at most this often: losing the last seconds of a statistic costs nothing,
 * writing it with each event would. Milliseconds.
 */
const WRITE_AFTER = 500;
const WRITE_EVERY = 3_000;
const KEY = 'record';

export interface SyncJournalOptions {
  /** Absent: it is not kept over a restart. */
  readonly store: BucketStore | undefined;
  readonly environment: Environment;
  /** To the other tabs. */
  post(events: readonly SyncEvent[]): void;
}

/**
 * What happened to this device's events, for programs and for the person: each thing as it happens, and summed up. All
 * tabs hear of all; the one that leads stores it. A report and no more: nothing here may fail a write, or hold it up.
 */
export class SyncJournal {
  readonly record = new Observed<SyncRecord>(EMPTY_RECORD);
  readonly #options: SyncJournalOptions;
  readonly #listeners = new Set<(event: SyncEvent) => void>();
  /** What was heard before the stored record was read. */
  #early: SyncEvent[] | undefined = [];
  #isLeading = false;
  #isDirty = false;
  #cancel: (() => void) | undefined;
  #writtenAt = 0;

  constructor(options: SyncJournalOptions) {
    this.#options = options;
  }

  subscribe(listener: (event: SyncEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** This tab has done, or seen, something. */
  emit(...happenings: readonly Happening[]): void {
    if (happenings.length === 0) return;
    const at = new Date(this.#options.environment.now()).toISOString();
    const events = happenings.map((happening): SyncEvent => ({ at, ...happening }));
    this.#options.post(events);
    this.heard(events);
  }

  /** Of any tab. */
  heard(events: readonly SyncEvent[]): void {
    this.#early?.push(...events);
    this.record.set(recordAfter(this.record.get(), events));
    this.#isDirty = true;
    this.#writeSoon();
    for (const event of events) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(event);
        } catch (error) {
          // It is the listener's own fault, and must be seen as one: but not by what goes on here.
          this.#options.environment.schedule(() => {
            throw error;
          }, 0);
        }
      }
    }
  }

  async load(): Promise<void> {
    const stored = await this.#read();
    const early = this.#early ?? [];
    this.#early = undefined;
    this.#take(recordAfter(stored, early));
  }

  /** From now on this tab stores it. */
  async lead(): Promise<void> {
    this.#isLeading = true;
    this.#take(await this.#read());
    this.#writeSoon();
  }

  follow(): void {
    this.#isLeading = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Stores what is not stored yet. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const { store } = this.#options;
    if (!this.#isLeading || !this.#isDirty || !store) return;
    this.#isDirty = false;
    this.#writtenAt = this.#options.environment.now();
    await store.set(KEY, JSON.stringify(this.record.get())).catch(() => undefined);
  }

  /** Of two tabs' records the longer one: the shorter has missed something. */
  #take(other: SyncRecord): void {
    if (other.length > this.record.get().length) this.record.set(other);
  }

  #writeSoon(): void {
    if (!this.#isLeading || !this.#isDirty || this.#cancel) return;
    const { now, schedule } = this.#options.environment;
    const sinceLast = Math.max(0, now() - this.#writtenAt);
    this.#cancel = schedule(() => void this.flush(), Math.max(WRITE_AFTER, WRITE_EVERY - sinceLast));
  }

  async #read(): Promise<SyncRecord> {
    const entries = (await this.#options.store?.entries().catch(() => [])) ?? [];
    const text = entries.find(([key]) => key === KEY)?.[1];
    try {
      const found = text === undefined ? undefined : (JSON.parse(text) as Partial<SyncRecord>);
      return found
        ? { ...EMPTY_RECORD, ...found, counters: { ...EMPTY_RECORD.counters, ...found.counters } }
        : EMPTY_RECORD;
    } catch {
      return EMPTY_RECORD;
    }
  }
}
