import type { ParkedEvent } from '../cairn.ts';
import type { Replica } from '../replica.ts';
import { Observed } from '../status.ts';

export interface ParkingOptions {
  readonly replica: Replica;
  record(mutation: string, payload: object): Promise<unknown>;
  /** A parked event has left the outbox, here and in storage. */
  onForgotten(sequence: number): void;
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
    if (outbox.count().parked === 0 && this.parked.get().length === 0) return;
    this.parked.set(
      outbox
        .all()
        .flatMap(({ entry: { sequence, mutation, input, rejection } }) =>
          rejection ? [{ sequence, mutation, input, ...rejection }] : [],
        ),
    );
  }

  /** Writes the event anew, on top of what is there now: the server remembers what it answered to the old id. */
  async retry(sequence: number): Promise<void> {
    const held = this.#options.replica.outbox.get(sequence);
    if (!held?.entry.rejection) return;
    const { event: _, ...payload } = held.entry.input;
    await this.#options.record(held.entry.mutation, payload);
    await this.discard(sequence);
  }

  async discard(sequence: number): Promise<void> {
    const { outbox, view } = this.#options.replica;
    if (!outbox.get(sequence)?.entry.rejection) return;
    await outbox.remove([sequence]);
    view.step({ forget: [sequence] });
    this.#options.onForgotten(sequence);
  }
}
