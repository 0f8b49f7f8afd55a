import { clockTime, entityKey, type EntityRef } from '@cairn/domain';
import type { Replica } from '../replica.ts';
import { Observed, type Observable } from '../status.ts';

/** Where what was done to one entity is. `pending` counts its events that the server has not answered, parked ones apart. */
export type EntityStatus =
  | { readonly state: 'on-server'; readonly pending: 0 }
  /** Shown, and not yet durable on this device. */
  | { readonly state: 'saving'; readonly pending: number }
  /** Saved on this device. `since`: when the oldest of them was made; ISO time. */
  | { readonly state: 'saved'; readonly pending: number; readonly since: string }
  | { readonly state: 'sending'; readonly pending: number; readonly since: string }
  /** The server refused one of its events; `code` and `message` say why, `sequence` names it. */
  | {
      readonly state: 'parked';
      readonly pending: number;
      readonly sequence: number;
      readonly code: string;
      readonly message: string;
    };

const ON_SERVER: EntityStatus = { state: 'on-server', pending: 0 };

/** The status of each entity that somebody looks at. */
export class EntityStatuses {
  readonly #replica: Replica;
  readonly #isSaving: (key: string) => boolean;
  readonly #statuses = new Map<string, Observed<EntityStatus>>();
  #sending: ReadonlySet<number> = new Set();

  /** @param isSaving whether an event of the entity of this key is being written */
  constructor(replica: Replica, isSaving: (key: string) => boolean) {
    this.#replica = replica;
    this.#isSaving = isSaving;
    replica.view.subscribe((changes) => this.changed(changes.map(({ key }) => key)));
  }

  /** Something of the entities with these keys has changed. */
  changed(keys: readonly string[]): void {
    for (const key of keys) this.#refresh(key);
  }

  of(ref: EntityRef): Observable<EntityStatus> {
    const key = entityKey(ref);
    const status = this.#statuses.get(key) ?? new Observed(this.#statusOf(key));
    this.#statuses.set(key, status);
    return status;
  }

  /** These are on their way to the server now, and no others. */
  sending(sequences: readonly number[]): void {
    const touched = new Set([...this.#sending, ...sequences]);
    this.#sending = new Set(sequences);
    for (const sequence of touched) {
      const entity = this.#replica.outbox.get(sequence)?.entity;
      if (entity) this.#refresh(entityKey(entity));
    }
  }

  #refresh(key: string): void {
    const observed = this.#statuses.get(key);
    if (!observed) return;
    const status = this.#statusOf(key);
    if (JSON.stringify(status) !== JSON.stringify(observed.get())) observed.set(status);
  }

  #statusOf(key: string): EntityStatus {
    const { outbox } = this.#replica;
    const waiting = outbox.pendingOf(key);
    const pending = waiting.length;
    const [parked] = outbox.parkedOf(key);
    if (parked?.entry.rejection) {
      return { state: 'parked', pending, sequence: parked.entry.sequence, ...parked.entry.rejection };
    }
    if (this.#isSaving(key)) return { state: 'saving', pending };
    if (pending === 0) return ON_SERVER;
    const since = clockTime(waiting[0]!.entry.input.event.occurredAt);
    const isSending = waiting.some(({ entry }) => this.#sending.has(entry.sequence));
    return { state: isSending ? 'sending' : 'saved', pending, since };
  }
}
