import { entityKey, type DomainEvent, type EntityRef, type Registry } from '@cairn/domain';
import type { MakeEntry, OutboxStore } from './outbox-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** An entry with what the domain makes of it. `event` is absent when today's registry cannot read it: it is sent, not shown. */
export interface Held {
  readonly entry: OutboxEntry;
  readonly event: DomainEvent | undefined;
  readonly entity: EntityRef | undefined;
}

interface Waiting {
  readonly makers: readonly MakeEntry[];
  resolve(entries: readonly OutboxEntry[]): void;
  reject(error: unknown): void;
}

/**
 * This tab's mirror of the durable outbox, in order of sequence. Reads are from memory; writes go to the store first.
 * Which entries still count is decided by who calls `forget`: a removal in the store alone changes nothing here, so that
 * an event leaves the view only in the step that confirms it [C3].
 */
export class Outbox {
  readonly #held = new Map<number, Held>();
  readonly #byEntity = new Map<string, Set<number>>();
  readonly #store: OutboxStore;
  readonly #registry: Registry;
  #waiting: Waiting[] = [];
  #writing = false;
  #parked = 0;
  #last = 0;
  #isBehind = false;

  constructor(store: OutboxStore, registry: Registry) {
    this.#store = store;
    this.#registry = registry;
  }

  /** Resolves when the entry is durable. Appends that wait for the disk share the next transaction. */
  async append(make: MakeEntry): Promise<OutboxEntry> {
    const [entry] = await this.appendAll([make]);
    return entry!;
  }

  /** As `append`, for several that are durable together or not at all. */
  appendAll(makers: readonly MakeEntry[]): Promise<readonly OutboxEntry[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ makers, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const entries = await this.#store.append(batch.flatMap(({ makers }) => makers));
        let from = 0;
        for (const { makers, resolve } of batch) resolve(entries.slice(from, (from += makers.length)));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }

  /** Takes an entry into memory; an entry held already is replaced. Answers the entity it touches. */
  hold(entry: OutboxEntry): EntityRef | undefined {
    this.forget([entry.sequence]);
    if (entry.sequence > this.#last + 1) this.#isBehind = true;
    this.#last = Math.max(this.#last, entry.sequence);
    let event: DomainEvent | undefined;
    try {
      event = this.#registry.parse(entry.mutation, entry.input);
    } catch {
      // Written by another release. It stays and is sent; whoever understands it decides.
    }
    const entity = event && { type: this.#registry.definition(event.type).entity, id: event.entityId };
    this.#held.set(entry.sequence, { entry, event, entity });
    if (entry.rejection) this.#parked += 1;
    if (entity) {
      const key = entityKey(entity);
      const sequences = this.#byEntity.get(key) ?? new Set();
      this.#byEntity.set(key, sequences.add(entry.sequence));
    }
    return entity;
  }

  /** Drops entries from memory; answers the entities they touched. */
  forget(sequences: Iterable<number>): EntityRef[] {
    const touched: EntityRef[] = [];
    for (const sequence of sequences) {
      const held = this.#held.get(sequence);
      if (!held) continue;
      this.#held.delete(sequence);
      if (held.entry.rejection) this.#parked -= 1;
      if (!held.entity) continue;
      touched.push(held.entity);
      const key = entityKey(held.entity);
      const others = this.#byEntity.get(key)!;
      others.delete(sequence);
      if (others.size === 0) this.#byEntity.delete(key);
    }
    return touched;
  }

  get(sequence: number): Held | undefined {
    return this.#held.get(sequence);
  }

  /** All held, by sequence. Entries arrive almost in order, so the sort is nearly free. */
  all(): Held[] {
    return [...this.#held.values()].sort(bySequence);
  }

  /** The entity's events that are not parked, by sequence: what is folded over its confirmed state. */
  pendingOf(key: string): Held[] {
    return this.#of(key).filter((held) => !held.entry.rejection);
  }

  /** The entity's events that the server rejected, by sequence. */
  parkedOf(key: string): Held[] {
    return this.#of(key).filter((held) => held.entry.rejection);
  }

  #of(key: string): Held[] {
    return [...(this.#byEntity.get(key) ?? [])].map((sequence) => this.#held.get(sequence)!).sort(bySequence);
  }

  /** How many wait to be sent, how many are parked, and the first that waits. */
  count(): { pending: number; parked: number; first: OutboxEntry | undefined } {
    let first: OutboxEntry | undefined;
    for (const { entry } of this.#held.values()) {
      if (entry.rejection) continue;
      first = entry;
      break;
    }
    return { pending: this.#held.size - this.#parked, parked: this.#parked, first };
  }

  /**
   * True when storage may hold entries that this tab has not heard of, before one that it has: a tab may die between
   * writing an event and telling of it. Until the next `load`.
   */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The last sequence that this tab knows to have been given; another tab may have been given later ones. */
  get lastSequence(): number {
    return this.#last;
  }

  async load() {
    const loaded = await this.#store.load();
    this.#last = Math.max(this.#last, loaded.counter.sequence);
    this.#isBehind = false;
    return loaded;
  }

  update = (entries: readonly OutboxEntry[]) => this.#store.update(entries);
  putBack = (entries: readonly OutboxEntry[]) => this.#store.putBack(entries);
  amend = (entry: OutboxEntry) => this.#store.amend(entry);
  seal = (sequences: readonly number[]) => this.#store.seal(sequences);
  remove = (sequences: readonly number[]) => this.#store.remove(sequences);
}

function bySequence(a: Held, b: Held): number {
  return a.entry.sequence - b.entry.sequence;
}
