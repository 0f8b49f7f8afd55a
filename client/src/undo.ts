import {
  bringBack,
  compensation,
  type Effect,
  type EntityRef,
  type Fields,
  type Intent,
  type Merged,
} from '@cairn/domain';
import type { Deed, UndoState } from './cairn.ts';
import type { Environment } from './environment/environment.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { Replica } from './replica.ts';
import { Observed } from './status.ts';

/** Things done that can be taken back; older ones only from the history. */
const LIMIT = 200;

/** Something done: what was asked, and what it did here. */
interface Done {
  readonly intent: Intent;
  readonly entity: EntityRef;
  readonly effect: Effect;
}

/** Something taken back. */
interface Undone {
  readonly original: Done;
  readonly undo: Done;
}

export interface UndoOptions {
  readonly replica: Replica;
  readonly environment: Environment;
  readonly deviceId: string;
  /** Writes an event without telling `did`. @throws Refusal, StorageError */
  write(intent: Intent): Promise<{ readonly entry: OutboxEntry; readonly merged: Merged }>;
}

/**
 * What this tab's person did, to be taken back by compensating events: these travel like any other, so an undo works
 * offline, after its change was sent, and takes away nothing that others wrote since [M10].
 */
export class Undo {
  readonly state = new Observed<UndoState>({ undo: undefined, redo: undefined });
  readonly #options: UndoOptions;
  #done: Done[] = [];
  #undone: Undone[] = [];
  /** One at a time: two quick presses take back two things. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: UndoOptions) {
    this.#options = options;
  }

  /** An event was written because the person did something. */
  did(written: { readonly entry: OutboxEntry; readonly merged: Merged }): void {
    this.#done = [...this.#done, this.#doneBy(written)].slice(-LIMIT);
    this.#undone = [];
    this.#publish();
  }

  undo(): Promise<Deed | undefined> {
    return this.#next(async () => {
      for (let original = this.#done.pop(); original; original = this.#done.pop()) {
        const undo = await this.#write(this.#compensate(original.effect));
        if (!undo) continue;
        this.#undone.push({ original, undo });
        return deedOf(original);
      }
      return undefined;
    });
  }

  redo(): Promise<Deed | undefined> {
    return this.#next(async () => {
      for (let undone = this.#undone.pop(); undone; undone = this.#undone.pop()) {
        const { original, undo } = undone;
        // A choice in a conflict is made again; anything else is the undo taken back.
        const again = await this.#write(this.#compensate(undo.effect) ?? original.intent);
        if (!again) continue;
        this.#done.push({ ...again, intent: original.intent });
        return deedOf(original);
      }
      return undefined;
    });
  }

  /** Takes back what any event did. */
  takeBack(effect: Effect): Promise<{ eventId: string } | undefined> {
    return this.#record(this.#compensate(effect));
  }

  bringBack(ref: EntityRef, then: Fields): Promise<{ eventId: string } | undefined> {
    const { replica } = this.#options;
    const now = replica.view.get(ref)?.fields;
    return this.#record(now && bringBack(replica.registry, ref.type, ref.id, now, then));
  }

  #compensate(effect: Effect): Intent | undefined {
    const { replica, environment } = this.#options;
    return compensation(replica.registry, effect, new Date(environment.now()).toISOString());
  }

  async #record(intent: Intent | undefined): Promise<{ eventId: string } | undefined> {
    if (!intent) return undefined;
    const written = await this.#options.write(intent);
    this.did(written);
    return { eventId: written.entry.input.event.id };
  }

  /** Undefined where there is nothing left to take back: then nothing is written either. */
  async #write(intent: Intent | undefined): Promise<Done | undefined> {
    if (!intent || !this.#options.replica.wouldChange(intent.mutation, intent.payload)) return undefined;
    return this.#doneBy(await this.#options.write(intent));
  }

  #doneBy({ entry, merged }: { readonly entry: OutboxEntry; readonly merged: Merged }): Done {
    const { replica, deviceId } = this.#options;
    const { event: _, ...payload } = entry.input;
    const definition = replica.registry.eventOf(entry.mutation);
    const entity = { type: definition.entity, id: merged.entity.id };
    return {
      intent: { mutation: entry.mutation, payload: payload as Intent['payload'] },
      entity,
      effect: {
        type: definition.type,
        entityId: entity.id,
        device: deviceId,
        sequence: entry.sequence,
        asked: payload as Fields,
        applied: merged.applied,
        before: merged.before,
      },
    };
  }

  #publish(): void {
    const [undo, redo] = [this.#done.at(-1), this.#undone.at(-1)?.original];
    this.state.set({ undo: undo && deedOf(undo), redo: redo && deedOf(redo) });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work).finally(() => this.#publish());
    this.#last = run.catch(() => undefined);
    return run;
  }
}

function deedOf({ intent, entity }: Done): Deed {
  return { mutation: intent.mutation, entity };
}
