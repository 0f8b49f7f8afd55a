import type { Draft } from '@cairn/client';
import { NOTE_UPDATE_LIMIT } from '@cairn/domain';
import { joinUpdates, toBase64 } from '@cairn/text';

/** What is typed is durable this long after the key. Milliseconds. */
const WRITE_AFTER = 250;

/** A pause this long ends an event: the next key begins another. */
const SEAL_AFTER = 1_500;

/** A device that cannot store is asked again. */
const RETRY_AFTER = 2_000;

/** Bytes whose base64 is as long as an update may be. */
export const UPDATE_BYTES = (NOTE_UPDATE_LIMIT / 4) * 3;

export interface BodyWriterOptions {
  /** Begins an event of this update, in base64. */
  begin(update: string): Promise<Draft<string>>;
  /** Runs later, once; answers how to call it off. */
  schedule(run: () => void, delay: number): () => void;
  /** What was typed before this is durable. */
  onSaved(): void;
  onFailure(error: unknown): void;
}

/**
 * Makes events of what is typed into a body: few and small ones, each durable a moment after its last key. The client
 * ends a draft that grows too old; what it did not take in begins the next.
 */
export class BodyWriter {
  readonly #options: BodyWriterOptions;
  /** Typed, and in no draft yet. */
  #typed: Uint8Array[] = [];
  #draft: { readonly event: Draft<string>; readonly update: Uint8Array } | undefined;
  #last: Promise<void> = Promise.resolve();
  #cancelWrite: (() => void) | undefined;
  #cancelSeal: (() => void) | undefined;
  #hasFailed = false;

  constructor(options: BodyWriterOptions) {
    this.#options = options;
  }

  /** @param update of at most UPDATE_BYTES */
  add(update: Uint8Array): void {
    const { schedule } = this.#options;
    this.#typed.push(update);
    this.#cancelWrite ??= schedule(() => void this.#write(), WRITE_AFTER);
    this.#cancelSeal?.();
    this.#cancelSeal = schedule(() => void this.flush(), SEAL_AFTER);
  }

  /** Makes durable what was typed so far, and ends its event. */
  async flush(): Promise<void> {
    this.#cancelSeal?.();
    this.#cancelSeal = undefined;
    await this.#write();
    await this.#next(async () => {
      const draft = this.#draft;
      this.#draft = undefined;
      await draft?.event.seal();
    });
  }

  #write(): Promise<void> {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    return this.#next(async () => {
      while (this.#typed.length > 0) {
        const taken = await this.#amend();
        this.#typed.splice(0, taken > 0 ? taken : await this.#begin());
        this.#hasFailed = false;
        this.#options.onSaved();
      }
    });
  }

  /** How many of the typed updates the open draft took in. */
  async #amend(): Promise<number> {
    const draft = this.#draft;
    const taken = draft ? this.#fitting(draft.update.length) : 0;
    if (!draft || taken === 0) return 0;
    const update = joinUpdates([draft.update, ...this.#typed.slice(0, taken)]);
    const isIn = update.length <= UPDATE_BYTES && (await draft.event.amend(toBase64(update)));
    this.#draft = isIn ? { event: draft.event, update } : undefined;
    return isIn ? taken : 0;
  }

  async #begin(): Promise<number> {
    const taken = Math.max(1, this.#fitting(0));
    const update = joinUpdates(this.#typed.slice(0, taken));
    this.#draft = { event: await this.#options.begin(toBase64(update)), update };
    return taken;
  }

  /** How many of the typed updates fit beside `size` bytes; joined they are hardly ever longer than their sum. */
  #fitting(size: number): number {
    let sum = size;
    const over = this.#typed.findIndex(({ length }) => (sum += length) > UPDATE_BYTES);
    return over < 0 ? this.#typed.length : over;
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch((error: unknown) => {
      this.#cancelWrite ??= this.#options.schedule(() => void this.#write(), RETRY_AFTER);
      // Once: whoever types on need not read it every two seconds.
      if (!this.#hasFailed) this.#options.onFailure(error);
      this.#hasFailed = true;
    });
    return this.#last;
  }
}
