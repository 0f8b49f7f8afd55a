import { loadLater } from '#load-later';
import type { Intent } from '@cairn/domain';
import type { Draft, RecordAllOptions } from './cairn.ts';
import type { Environment } from './environment/environment.ts';
import type { Drafts } from './outbox/drafts.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { Show, Written } from './event-writer.ts';
import type { Replica } from './replica.ts';
import { breathe, slicesOf } from './slices.ts';
import { StorageError } from './storage-error.ts';
import type { SyncState } from './sync-state.ts';
import { Undo } from './undo.ts';

/** Of more events than a person makes with one hand, none is shown before all are durable. */
const AT_ONCE = 50;

export interface RecorderOptions {
  readonly replica: Replica;
  /** Shows what a write brings while it is under way. */
  readonly show: Show;
  /** Resolves once none of these ids is of an entity whose creation is being written; undefined when none is. */
  readonly made: (ids: ReadonlySet<unknown>) => Promise<void> | undefined;
  readonly environment: Environment;
  readonly deviceId: string;
  readonly sync: SyncState;
  readonly closing: AbortSignal;
  /** Entries are durable as they are here: show them, and send those that are no drafts. */
  onHeld(entries: readonly OutboxEntry[]): void;
}

/** Steps 1 to 3 of the journey: every way by which this tab's person writes an event. */
export class Recorder {
  readonly undo: Undo;
  /** Undefined until somebody has begun one: not part of a start. */
  #drafts: Drafts | undefined;
  readonly #options: RecorderOptions;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.undo = new Undo({ ...options, write: (intents) => this.#writeAll(intents) });
  }

  /** @throws Refusal, StorageError */
  record = async (mutation: string, payload: object): Promise<{ eventId: string }> => {
    const written = await this.#write({ mutation, payload: payload as Intent['payload'] });
    this.undo.did([written]);
    return { eventId: written.entry.input.event.id };
  };

  /** @throws Refusal, StorageError, and the signal's reason: nothing was written then */
  recordAll = async (intents: readonly Intent[], options: RecordAllOptions = {}): Promise<readonly string[]> => {
    const written = await this.#writeAll(intents, options);
    this.undo.did(written, options.label);
    return written.map(({ entry }) => entry.input.event.id);
  };

  /** @throws Refusal, StorageError */
  draft(mutation: string, payload: object): Promise<Draft<object>> {
    return this.#stored(async () => {
      const drafts = await this.#loadDrafts();
      await drafts.sealAll();
      const wait = this.#made([{ mutation, payload: payload as Intent['payload'] }]);
      if (wait) await wait;
      return drafts.begin(mutation, payload as Intent['payload']);
    });
  }

  /** Ends this tab's drafts: they may be sent. */
  async sealDrafts(): Promise<void> {
    await this.#drafts?.sealAll();
  }

  /** Ends drafts whoever began them. */
  async seal(sequences: readonly number[]): Promise<void> {
    await (await this.#loadDrafts()).seal(sequences);
  }

  async #loadDrafts(): Promise<Drafts> {
    const { Drafts } = await loadLater();
    this.#drafts ??= new Drafts(this.#options);
    return this.#drafts;
  }

  #write({ mutation, payload }: Intent): Promise<Written> {
    return this.#stored(async () => {
      await this.#drafts?.sealAll();
      const { replica, show } = this.#options;
      const wait = this.#made([{ mutation, payload }]);
      if (wait) await wait;
      const written = await replica.writer.append(mutation, payload, { show });
      this.#options.onHeld([written.entry]);
      return written;
    });
  }

  #writeAll(intents: readonly Intent[], { onProgress, signal }: RecordAllOptions = {}): Promise<readonly Written[]> {
    if (intents.length === 0) return Promise.resolve([]);
    // Checking and showing take about as long as each other.
    const progress = (checked: number, shown: number) => onProgress?.((checked + shown) / 2 / intents.length);
    const { replica, show, environment } = this.#options;
    return this.#stored(async () => {
      await this.#drafts?.sealAll();
      const wait = this.#made(intents);
      if (wait) await wait;
      const written = await replica.writer.appendAll(intents, {
        onChecked: (count) => progress(count, 0),
        signal,
        show: intents.length <= AT_ONCE ? show : undefined,
      });
      let shown = 0;
      for (const slice of slicesOf(written)) {
        if (shown > 0) await breathe(environment);
        this.#options.onHeld(slice.map(({ entry }) => entry));
        progress(intents.length, (shown += slice.length));
      }
      return written;
    });
  }

  /**
   * What happens to an entity comes after its creation, also where that is only on the screen yet. Undefined where
   * nothing is waited for: a moment's wait would let the next write ask before this one is there to be found.
   */
  #made(intents: readonly Intent[]): Promise<void> | undefined {
    return this.#options.made(new Set(intents.flatMap(({ payload }) => Object.values(payload))));
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
