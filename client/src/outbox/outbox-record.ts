import { isSame, type Sealed, type Sealer } from '../storage/sealer.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/**
 * An entry as it is stored. Beside the sealed bytes stands what a transaction must decide by: it cannot wait for the
 * cipher.
 */
export interface SealedRecord {
  readonly sequence: number;
  readonly draft?: true | undefined;
  readonly sealed: Sealed;
}

/** In clear: of a release before there was a key, or where there cannot be one. */
export type OutboxRecord = SealedRecord | OutboxEntry;

export function isSealed(record: OutboxRecord): record is SealedRecord {
  return 'sealed' in record;
}

/** Between entries and records, of one outbox. Without a sealer, records are in clear. */
export class OutboxRecords {
  readonly #sealer: Sealer | undefined;
  readonly #place: string;
  /** What was sealed or opened here last: storage is read again with each focus, and most of it is the same. */
  readonly #known = new Map<number, { readonly sealed: Sealed; readonly text: string }>();

  /** @param place names the outbox: what is sealed for one cannot be opened in another */
  constructor(sealer: Sealer | undefined, place: string) {
    this.#sealer = sealer;
    this.#place = place;
  }

  get isSealing(): boolean {
    return this.#sealer !== undefined;
  }

  make = async (entry: OutboxEntry): Promise<OutboxRecord> => {
    if (!this.#sealer) return entry;
    const { sequence, draft, ...content } = entry;
    const text = JSON.stringify(content);
    const sealed = await this.#sealer.seal(text, this.#placeOf(sequence));
    this.#known.set(sequence, { sealed, text });
    return { sequence, ...(draft ? { draft } : {}), sealed };
  };

  /** Undefined where the record cannot be read: damaged, or sealed with a key that is not here. */
  read = async (record: OutboxRecord): Promise<OutboxEntry | undefined> => {
    if (!isSealed(record)) return record;
    const { sequence, draft, sealed } = record;
    const known = this.#known.get(sequence);
    try {
      const text =
        known && isSame(known.sealed, sealed) ? known.text : await this.#sealer!.open(sealed, this.#placeOf(sequence));
      this.#known.set(sequence, { sealed, text });
      return { sequence, ...(JSON.parse(text) as Omit<OutboxEntry, 'sequence'>), ...(draft ? { draft } : {}) };
    } catch {
      return undefined;
    }
  };

  forget(sequences: readonly number[]): void {
    for (const sequence of sequences) this.#known.delete(sequence);
  }

  #placeOf(sequence: number): string {
    return `${this.#place}/${sequence}`;
  }
}
