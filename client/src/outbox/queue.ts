import { clockTime, type EntityRef } from '@cairn/domain';
import type { Environment } from '../environment/environment.ts';
import type { Replica } from '../replica.ts';
import type { Observable } from '../status.ts';
import { Precedence } from './precedence.ts';

/** One event on its way to the server. */
export interface QueuedEvent {
  readonly sequence: number;
  readonly eventId: string;
  readonly mutation: string;
  /** Absent for an event that this release cannot read; it is sent all the same. */
  readonly entity?: EntityRef | undefined;
  /** When it was made; ISO time. */
  readonly since: string;
  /** `draft`: still being written. `held-back`: it depends on an event that was refused. */
  readonly state: 'draft' | 'waiting' | 'sending' | 'held-back';
}

/** Several changes at once are told once. Milliseconds. */
const TELL_AFTER = 100;

/** All that waits to be sent, in order of sequence. Made only while somebody looks: there may be thousands. */
export class Queue implements Observable<readonly QueuedEvent[]> {
  readonly #replica: Replica;
  readonly #environment: Pick<Environment, 'schedule'>;
  readonly #listeners = new Set<() => void>();
  #events: readonly QueuedEvent[] | undefined;
  #sending: ReadonlySet<number> = new Set();
  #isTelling = false;

  constructor(replica: Replica, environment: Pick<Environment, 'schedule'>) {
    this.#replica = replica;
    this.#environment = environment;
  }

  get = (): readonly QueuedEvent[] => (this.#events ??= this.#read());

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  sending(sequences: readonly number[]): void {
    this.#sending = new Set(sequences);
    this.changed();
  }

  /** The outbox has changed. */
  changed(): void {
    if (this.#listeners.size === 0) this.#events = undefined;
    if (this.#listeners.size === 0 || this.#isTelling) return;
    this.#isTelling = true;
    this.#environment.schedule(() => {
      this.#isTelling = false;
      this.#events = undefined;
      for (const listener of [...this.#listeners]) listener();
    }, TELL_AFTER);
  }

  #read(): readonly QueuedEvent[] {
    const { outbox, registry, view } = this.#replica;
    const all = outbox.all();
    // As the flusher sees it.
    const precedence = new Precedence({ registry, all, isConfirmed: (key) => view.confirmedByKey(key) !== undefined });
    return all.flatMap((held): QueuedEvent[] => {
      const { sequence, mutation, input, draft, rejection } = held.entry;
      if (rejection) return [];
      const isHeldBack = precedence.waits(held);
      const state = draft ? 'draft' : this.#sending.has(sequence) ? 'sending' : isHeldBack ? 'held-back' : 'waiting';
      const { id, occurredAt } = input.event;
      return [{ sequence, eventId: id, mutation, entity: held.entity, since: clockTime(occurredAt), state }];
    });
  }
}
