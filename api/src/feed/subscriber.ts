import type { ChangePage } from './change-page-type.ts';

/**
 * The pages of one subscription, each read when it is asked for. Between them it holds one bit, whether there may be
 * something new [F2]. Not an async generator: its `return()` would wait for the very news that a reader who has gone no
 * longer waits for, and leave everything registered.
 */
export class Subscriber implements AsyncIterableIterator<ChangePage> {
  readonly #read: (after: string | null) => Promise<ChangePage>;
  readonly #onClose: () => void;
  #cursor: string | null;
  #position = 0;
  #first: ChangePage | undefined;
  #isWoken = false;
  #isClosed = false;
  #settleWait: (() => void) | undefined;

  constructor(after: string | null, read: (after: string | null) => Promise<ChangePage>, onClose: () => void) {
    this.#cursor = after;
    this.#read = read;
    this.#onClose = onClose;
  }

  /** Where this reader is; 0 before its first page. */
  get position(): number {
    return this.#position;
  }

  wake(): void {
    this.#isWoken = true;
    this.#settleWait?.();
  }

  /** Reads the first page, so that a wrong cursor fails the subscription itself. */
  async open(): Promise<this> {
    this.#first = await this.#readNext();
    return this;
  }

  /** The first page comes at once, also when it is empty; later ones when there is something in them. */
  async next(): Promise<IteratorResult<ChangePage>> {
    while (!this.#isClosed) {
      const first = this.#first;
      this.#first = undefined;
      if (first) return { done: false, value: first };
      if (this.#isWoken) {
        const page = await this.#readNext();
        if (!this.#isClosed && page.changes.length > 0) return { done: false, value: page };
      } else {
        await new Promise<void>((resolve) => (this.#settleWait = resolve));
        this.#settleWait = undefined;
      }
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ChangePage>> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#onClose();
      this.#settleWait?.();
    }
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<ChangePage>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #readNext(): Promise<ChangePage> {
    this.#isWoken = false;
    try {
      const page = await this.#read(this.#cursor);
      this.#cursor = page.cursor;
      if (page.hasMore) this.#isWoken = true;
      else this.#position = page.head;
      return page;
    } catch (error) {
      await this.return();
      throw error;
    }
  }
}
