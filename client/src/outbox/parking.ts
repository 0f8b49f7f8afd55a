import type { ParkedEvent, TakeBack } from '../cairn.ts';
import type { Replica } from '../replica.ts';
import { Observed } from '../status.ts';
import type { EventRef, Happening } from '../sync/sync-event.ts';
import type { Held } from './outbox.ts';
import type { OutboxEntry } from './outbox-entry.ts';

export interface ParkingOptions {
  readonly replica: Replica;
  record(mutation: string, payload: object): Promise<{ readonly eventId: string }>;
  /** A parked event has left the outbox, here and in storage. */
  onForgotten(sequence: number): void;
  /** One that had left is back, here and in storage. */
  onBack(entry: OutboxEntry): void;
  tell(happening: Happening): void;
}

/** Events that the server rejected: kept, shown, and settled by the person alone [O4]. */
export class Parking {
  readonly parked = new Observed<readonly ParkedEvent[]>([]);
  readonly #options: ParkingOptions;

  constructor(options: ParkingOptions) {
    this.#options = options;
  }

  /** The outbox has changed. */
  changed(): void {
    const { outbox } = this.#options.replica;
    const count = outbox.count().parked;
    if (count === 0 && this.parked.get().length === 0) return;
    this.parked.set(
      (count === 0 ? [] : outbox.all()).flatMap(({ entry: { sequence, mutation, input, rejection }, entity }) =>
        rejection ? [{ sequence, mutation, input, entity, ...rejection }] : [],
      ),
    );
  }

  /** Writes the event anew, on top of what is there now: the server remembers what it answered to the old id. */
  async retry(sequence: number): Promise<void> {
    const { event: _, ...payload } = this.#parked(sequence)?.entry.input ?? { event: undefined };
    await this.edit(sequence, payload);
  }

  /** As `retry`, saying something else. @throws Refusal, StorageError: the parked event is still there */
  async edit(sequence: number, payload: object): Promise<void> {
    const held = this.#parked(sequence);
    if (!held) return;
    const { eventId } = await this.#options.record(held.entry.mutation, payload);
    if (await this.#remove(held)) this.#options.tell({ type: 'rewritten', ...refOf(held), as: eventId });
  }

  /** Answers the way back, for as long as this tab is open; undefined when there is no such event. */
  async discard(sequence: number): Promise<TakeBack | undefined> {
    const { replica, onBack, tell } = this.#options;
    const held = this.#parked(sequence);
    if (!held || !(await this.#remove(held))) return undefined;
    tell({ type: 'discarded', ...refOf(held) });
    return async () => {
      await replica.outbox.putBack([held.entry]);
      replica.view.step({ hold: [held.entry] });
      onBack(held.entry);
      tell({ type: 'restored', ...refOf(held) });
    };
  }

  #parked(sequence: number): Held | undefined {
    const held = this.#options.replica.outbox.get(sequence);
    return held?.entry.rejection ? held : undefined;
  }

  async #remove({ entry: { sequence } }: Held): Promise<boolean> {
    const { outbox, view } = this.#options.replica;
    if (!this.#parked(sequence)) return false;
    await outbox.remove([sequence]);
    view.step({ forget: [sequence] });
    this.#options.onForgotten(sequence);
    return true;
  }
}

/** An entry as `sync.events` names it. */
export function refOf({ entry, entity }: Held): EventRef {
  return { eventId: entry.input.event.id, mutation: entry.mutation, ...(entity ? { entity } : {}) };
}
