import { entityKey, type EntityRef } from '@cairn/domain';
import { LRUCache } from 'lru-cache';
import type { EntityRow } from '../entity/projection.ts';

/** The account's head as an append found it; the write succeeds only if it is still so. */
export interface Head {
  readonly position: number;
  readonly turn: number;
}

/** An account as an append left it, as far as that had to do with it. */
export interface Left {
  /** Of the log it is in, and since when its database runs: one that another took the place of may have lost something. */
  readonly epoch: string;
  readonly runsSince: string;
  readonly head: Head;
  /** By `entityKey`; null for what is not there. */
  readonly rows: ReadonlyMap<string, EntityRow | null>;
}

/** Characters of text in the rows of all accounts. */
const ROOM = 16_000_000;
/** Rows of an account; and characters of one. */
const ROWS = 64;
const ROW = 16_000;
/** What a row is taken to weigh beside its text. */
const WEIGHT = 1_000;
/** Milliseconds after which it is gone in any case: an account may have been erased through another process. */
const LIFE = 600_000;

/** Appends of an account that read again after another process came between: then it is probably written to from both. */
const MISTRUSTED = 16;

/**
 * What this process last left of each account, so that an append on top of that need not read it. It may be out of date at
 * any time: whoever goes by it has the write compare head and epoch, and answers nothing that was not written.
 */
export class AccountMemory {
  readonly #accounts = new LRUCache<string, Left & { readonly size: number }>({
    maxSize: ROOM,
    sizeCalculation: ({ size }) => size,
    ttl: LIFE,
    ttlAutopurge: true,
  });
  /** Characters of text in each row. */
  readonly #texts = new WeakMap<EntityRow, number>();
  /** By account, how many appends are still to read. */
  readonly #mistrusted = new LRUCache<string, number>({ max: 10_000 });

  readonly #isKept: (row: EntityRow) => boolean;

  /** @param isKept false for a row that holds on to more than its text */
  constructor(isKept: (row: EntityRow) => boolean = () => true) {
    this.#isKept = isKept;
  }

  /** Undefined when one of them is not known here. */
  recall(accountId: string, refs: readonly EntityRef[]): Left | undefined {
    const left = this.#accounts.get(accountId);
    return left && refs.every((ref) => left.rows.has(entityKey(ref))) ? left : undefined;
  }

  /** After a write. What is known of `before` stays known, but for what is said anew. */
  keep(accountId: string, { before, rows: said, ...left }: Left & { readonly before: Head }): void {
    const appendsToRead = this.#mistrusted.get(accountId) ?? 0;
    if (appendsToRead > 0) {
      this.#mistrusted.set(accountId, appendsToRead - 1);
      return;
    }
    const known = this.#accounts.peek(accountId);
    const rows = new Map(known && isSame(known, { ...left, head: before }) ? known.rows : []);
    for (const [key, row] of said) {
      rows.delete(key);
      if (row === null || (this.#isKept(row) && this.#textOf(row) <= ROW)) rows.set(key, row);
    }
    // The oldest first.
    for (const key of rows.keys()) {
      if (rows.size <= ROWS) break;
      rows.delete(key);
    }
    let size = WEIGHT;
    for (const row of rows.values()) size += WEIGHT + (row === null ? 0 : this.#textOf(row));
    this.#accounts.set(accountId, { ...left, rows, size });
  }

  #textOf(row: EntityRow): number {
    let length = this.#texts.get(row);
    if (length === undefined) this.#texts.set(row, (length = textOf(row)));
    return length;
  }

  /** After a write of which it is not known whether it came about. */
  forget(accountId: string): void {
    this.#accounts.delete(accountId);
  }

  /** It was out of date. */
  mistrust(accountId: string): void {
    this.forget(accountId);
    this.#mistrusted.set(accountId, MISTRUSTED);
  }
}

function isSame(a: Omit<Left, 'rows'>, b: Omit<Left, 'rows'>): boolean {
  const isOfSameLog = a.epoch === b.epoch && a.runsSince === b.runsSince;
  return isOfSameLog && a.head.position === b.head.position && a.head.turn === b.head.turn;
}

/** Characters of text in a value, however deep. */
function textOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  let length = 0;
  if (typeof value === 'object') for (const key in value) length += textOf(value[key as keyof typeof value]);
  return length;
}
