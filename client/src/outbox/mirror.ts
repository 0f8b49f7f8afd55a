import type { Environment } from '../environment/environment.ts';
import type { Replica } from '../replica.ts';

/** A message may find no tab, and its sender may die before it: nothing may wait for a person to come by. Milliseconds. */
const REREAD_EVERY = 60_000;

export interface MirrorOptions {
  readonly replica: Replica;
  /** Brings confirmed state up to what the server's head is at the time of the call, or later. */
  pull(): Promise<void>;
  onReread(): void;
}

/** Keeps this tab's outbox equal to the stored one, which other tabs change as well. */
export class Mirror {
  readonly #options: MirrorOptions;
  /** Where memory is ahead of storage on purpose: what is read there is no news. */
  readonly #ahead = new Set<number>();

  constructor(options: MirrorOptions) {
    this.#options = options;
  }

  /** Runs `work`, which brings storage up to what memory already says of these entries. */
  async ahead(sequences: readonly number[], work: () => Promise<void>): Promise<void> {
    sequences.forEach((sequence) => this.#ahead.add(sequence));
    try {
      await work();
    } finally {
      sequences.forEach((sequence) => this.#ahead.delete(sequence));
    }
  }

  /** Takes over what storage has. @throws StorageError, and what `pull` throws */
  async reread(): Promise<void> {
    const { replica, pull, onReread } = this.#options;
    const gone = await this.#takeNew();
    if (gone.length > 0) {
      // Another tab settled them. Their effect must be here before they leave [C3].
      await pull();
      replica.view.step({ forget: gone });
    }
    onReread();
  }

  /** Takes in entries that another tab has stored without telling; those that it settled stay. @throws StorageError */
  async catchUp(): Promise<void> {
    await this.#takeNew();
  }

  /** Answers the sequences that are no longer stored. */
  async #takeNew(): Promise<readonly number[]> {
    const { outbox, view } = this.#options.replica;
    const drafts = new Map(outbox.all().flatMap(({ entry }) => (entry.draft ? [[entry.sequence, entry]] : [])));
    const { entries } = await outbox.load();
    const stored = new Set(entries.map(({ sequence }) => sequence));
    const gone = outbox.all().filter(({ entry: { sequence } }) => !stored.has(sequence) && !this.#ahead.has(sequence));
    view.step({
      hold: entries.filter(({ sequence, rejection }) => {
        const held = outbox.get(sequence);
        if (this.#ahead.has(sequence)) return false;
        // Amended or sealed while storage was being read: memory is newer.
        if (drafts.has(sequence) && held?.entry !== drafts.get(sequence)) return false;
        const isOther = held?.entry.draft || (rejection === undefined) !== (held?.entry.rejection === undefined);
        return !held || isOther;
      }),
    });
    return gone.map(({ entry }) => entry.sequence);
  }

  /** As `reread`; what fails now is made good the next time. */
  rereadSoon(): void {
    void this.reread().catch(() => undefined);
  }

  /** Rereads now and from time to time; the answer ends it. */
  keep(environment: Environment, signal: AbortSignal): () => void {
    let cancel = () => {};
    const again = () => {
      if (signal.aborted) return;
      this.rereadSoon();
      cancel = environment.schedule(again, REREAD_EVERY);
    };
    again();
    return () => cancel();
  }
}
