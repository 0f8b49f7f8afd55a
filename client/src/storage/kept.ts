import type { BucketStore } from '../cache/bucket-store.ts';

/**
 * Small texts that an app keeps on this device beside the account's content, sealed like it: what is typed and not yet
 * entered, names that were heard. Read from memory; other tabs see what was written when they open.
 */
export interface Kept {
  /** Empty where nothing is kept. */
  get(key: string): string;
  /** Shown at once and stored soon; may be lost in a crash. Empty takes it away. */
  set(key: string, text: string): void;
  /** Resolves when all of it is stored, or could not be. */
  settled(): Promise<void>;
}

export class StoredKept implements Kept {
  readonly #store: BucketStore;
  readonly #texts: Map<string, string>;
  readonly #dirty = new Set<string>();
  #writing: Promise<void> | undefined;

  private constructor(store: BucketStore, texts: Map<string, string>) {
    this.#store = store;
    this.#texts = texts;
  }

  /** Begins empty where storage cannot be read: nothing here is all there is of something. */
  static async open(store: BucketStore): Promise<StoredKept> {
    return new StoredKept(store, new Map(await store.entries().catch(() => [])));
  }

  get(key: string): string {
    return this.#texts.get(key) ?? '';
  }

  set(key: string, text: string): void {
    if (this.get(key) === text) return;
    this.#texts.set(key, text);
    this.#dirty.add(key);
    this.#writing ??= this.#write();
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Of what changes faster than it is written, only the last state is. */
  async #write(): Promise<void> {
    for (const key of this.#dirty) {
      this.#dirty.delete(key);
      const write = () => this.#store.set(key, this.get(key));
      // Once more: a handle that died, or a write that was given up, says nothing of the next.
      await write().catch(() => write().catch(() => undefined));
    }
    // In the same step in which nothing was left: what is set right after must begin to be written again.
    this.#writing = undefined;
  }
}
