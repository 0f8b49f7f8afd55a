import { applyUpdates, textOf } from '@cairn/text';
import * as Y from 'yjs';
import { BodyWriter, UPDATE_BYTES, type BodyWriterOptions } from './body-writer.ts';
import { splitUpdate } from './split-update.ts';

/** The origin of changes that came from outside of this editor: they are not written again. */
const REMOTE = 'remote';

/** A note's text as long as its editor is open: takes in what others write, and writes what is typed. */
export class OpenBody {
  /** A new one for each opening: two that wrote under one client id would make two texts of one. */
  readonly #document = new Y.Doc();
  readonly #writer: BodyWriter;
  #applied: ReadonlySet<string> = new Set();
  #unreadable = 0;

  constructor(updates: readonly string[], options: BodyWriterOptions) {
    this.#writer = new BodyWriter(options);
    this.receive(updates);
    this.#document.on('updateV2', (update: Uint8Array, origin: unknown) => {
      if (origin === REMOTE) return;
      for (const part of splitUpdate(this.#document, update, UPDATE_BYTES)) this.#writer.add(part);
    });
  }

  get text(): Y.Text {
    return textOf(this.#document);
  }

  /** How many of the note's updates are none. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** @param updates all of the note's; what the document has already changes nothing */
  receive(updates: readonly string[]): void {
    // In one transaction: the editor hears of all of them at once.
    this.#document.transact(() => {
      for (const update of updates) if (!this.#applied.has(update)) this.#apply(update);
    }, REMOTE);
    this.#applied = new Set(updates);
  }

  #apply(update: string): void {
    try {
      applyUpdates(this.#document, [update], REMOTE);
    } catch {
      // One that a faulty program wrote must not close the rest of the note.
      this.#unreadable += 1;
    }
  }

  /** Makes durable what was typed so far. */
  flush(): Promise<void> {
    return this.#writer.flush();
  }
}
