import type { Intent, Merged } from '@cairn/domain';
import type { Draft } from './cairn.ts';
import type { Environment } from './environment/environment.ts';
import { Drafts } from './outbox/drafts.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { Replica } from './replica.ts';
import { StorageError } from './storage-error.ts';
import type { SyncState } from './sync-state.ts';
import { Undo } from './undo.ts';

export interface RecorderOptions {
  readonly replica: Replica;
  readonly environment: Environment;
  readonly deviceId: string;
  readonly sync: SyncState;
  readonly closing: AbortSignal;
  /** An entry is durable as it is here: show it, and send it when it is no draft. */
  onHeld(entry: OutboxEntry): void;
}

/** Steps 1 to 3 of the journey: every way by which this tab's person writes an event. */
export class Recorder {
  readonly undo: Undo;
  readonly #drafts: Drafts;
  readonly #options: RecorderOptions;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#drafts = new Drafts(options);
    this.undo = new Undo({ ...options, write: (intent) => this.#write(intent) });
  }

  /** @throws Refusal, StorageError */
  record = async (mutation: string, payload: object): Promise<{ eventId: string }> => {
    const written = await this.#write({ mutation, payload: payload as Intent['payload'] });
    this.undo.did(written);
    return { eventId: written.entry.input.event.id };
  };

  /** @throws Refusal, StorageError */
  draft(mutation: string, payload: object): Promise<Draft<object>> {
    return this.#stored(async () => {
      await this.#drafts.sealAll();
      return this.#drafts.begin(mutation, payload as Intent['payload']);
    });
  }

  /** Ends this tab's drafts: they may be sent. */
  sealDrafts(): Promise<void> {
    return this.#drafts.sealAll();
  }

  /** Ends drafts whoever began them. */
  seal(sequences: readonly number[]): Promise<void> {
    return this.#drafts.seal(sequences);
  }

  #write({ mutation, payload }: Intent): Promise<{ readonly entry: OutboxEntry; readonly merged: Merged }> {
    return this.#stored(async () => {
      await this.#drafts.sealAll();
      const written = await this.#options.replica.append(mutation, payload);
      this.#options.onHeld(written.entry);
      return written;
    });
  }

  async #stored<T>(work: () => Promise<T>): Promise<T> {
    const { sync, closing } = this.#options;
    if (closing.aborted) throw new StorageError('STORAGE_UNAVAILABLE', 'this account is closed on this device');
    try {
      const result = await work();
      sync.outboxWorks();
      return result;
    } catch (error) {
      if (error instanceof StorageError) sync.storageFailed(error);
      throw error;
    }
  }
}
