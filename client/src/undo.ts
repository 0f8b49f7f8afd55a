import {
  bringBack,
  compensation,
  type Effect,
  type EntityRef,
  type EventRef,
  type Fields,
  type Intent,
  type Json,
  type Merged,
} from '@cairn/domain';
import type { Deed, UndoState } from './cairn.ts';
import type { Environment } from './environment/environment.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { Replica } from './replica.ts';
import { Observed } from './status.ts';

/** Things done that can be taken back; older ones only from the history. */
const LIMIT = 200;

/** An event that was written: what it did here, and by field the event that had left the field as it found it. */
interface Step {
  readonly effect: Effect;
  readonly found: { readonly [field: string]: EventRef | undefined };
}

/** Something done: what was asked at first, and the events that did it, or did it again. */
interface Done {
  readonly intent: Intent;
  readonly entity: EntityRef;
  readonly steps: readonly Step[];
}

/** Something taken back, and the events that did that. */
interface Undone {
  readonly done: Done;
  readonly steps: readonly Step[];
}

type Written = { readonly entry: OutboxEntry; readonly merged: Merged };

export interface UndoOptions {
  readonly replica: Replica;
  readonly environment: Environment;
  readonly deviceId: string;
  /** Writes an event without telling `did`. @throws Refusal, StorageError */
  write(intent: Intent): Promise<Written>;
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
  /**
   * By event and field: the event that had left the field as this one, an undo or a redo, brought it back to. The change
   * before can then be taken back in its turn, although it is not the field's last writer any more.
   */
  readonly #standsFor = new Map<string, EventRef>();
  /** One at a time: two quick presses take back two things. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: UndoOptions) {
    this.#options = options;
  }

  /** An event was written because the person did something. */
  did(written: Written): void {
    const { intent, entity } = this.#read(written);
    this.#done = [...this.#done, { intent, entity, steps: [this.#step(written)] }].slice(-LIMIT);
    this.#undone = [];
    this.#publish();
  }

  /** Of the last thing only: where nothing of it is left, the one before is not touched in its place. */
  undo(): Promise<Deed | undefined> {
    return this.#next(async () => {
      const done = this.#done.pop();
      if (!done) return undefined;
      const steps = await this.#reverse(done.steps);
      if (steps.length > 0) this.#undone.push({ done, steps });
      return { ...deedOf(done), isGone: steps.length === 0 };
    });
  }

  redo(): Promise<Deed | undefined> {
    return this.#next(async () => {
      const undone = this.#undone.pop();
      if (!undone) return undefined;
      const { done } = undone;
      let steps = await this.#reverse(undone.steps);
      // A choice in a conflict is no undo's undo: it is made again.
      const isAgain = steps.length === 0 && undone.steps.every(({ effect }) => !this.#compensate(effect));
      if (isAgain) steps = await this.#writeAll([done.intent]);
      if (steps.length > 0) this.#done.push({ ...done, steps });
      return { ...deedOf(done), isGone: steps.length === 0 };
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

  /** Writes the events that take these back, as far as there is something left of them; answers what was written. */
  async #reverse(steps: readonly Step[]): Promise<readonly Step[]> {
    const reversed: Step[] = [];
    for (const step of [...steps].reverse()) {
      for (const written of await this.#writeAll(this.#intentsOf(step.effect))) {
        reversed.push(written);
        for (const field of Object.keys(written.effect.applied)) {
          const left = step.found[field];
          if (left) this.#standsFor.set(keyOf(written.effect, field), this.#origin(left, field));
        }
      }
    }
    return reversed;
  }

  /** One event for all fields of which the effect's own is the last writer, and one for each that stands for it. */
  #intentsOf(effect: Effect): readonly Intent[] {
    const intent = this.#compensate(effect);
    const { undoes, values } = (intent?.payload ?? {}) as { undoes?: EventRef; values?: Fields };
    if (!intent || !undoes || !values) return intent ? [intent] : [];
    const { replica } = this.#options;
    const { entity: type } = replica.registry.definition(effect.type);
    const writers = replica.view.get({ type, id: effect.entityId })?.writers ?? {};
    const parts = new Map<
      string,
      { undoes: { device: string; sequence: number }; values: { [field: string]: Json } }
    >();
    for (const [field, change] of Object.entries(values)) {
      const writer = writers[field];
      const standsForIt = writer && keyOf(this.#origin(writer, field), '') === keyOf(this.#origin(undoes, field), '');
      const { device, sequence } = standsForIt ? writer : undoes;
      const part = parts.get(keyOf({ device, sequence }, '')) ?? { undoes: { device, sequence }, values: {} };
      part.values[field] = change;
      parts.set(keyOf(part.undoes, ''), part);
    }
    return [...parts.values()].map((part) => ({ ...intent, payload: { ...intent.payload, ...part } }));
  }

  #origin(event: EventRef, field: string): EventRef {
    return this.#standsFor.get(keyOf(event, field)) ?? event;
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

  /** What would change nothing is not written. */
  async #writeAll(intents: readonly Intent[]): Promise<readonly Step[]> {
    const steps: Step[] = [];
    for (const intent of intents) {
      if (!this.#options.replica.wouldChange(intent.mutation, intent.payload)) continue;
      steps.push(this.#step(await this.#options.write(intent)));
    }
    return steps;
  }

  #step(written: Written): Step {
    const { definition, entity, intent } = this.#read(written);
    const { applied, before, writersBefore } = written.merged;
    return {
      effect: {
        type: definition.type,
        entityId: entity.id,
        device: this.#options.deviceId,
        sequence: written.entry.sequence,
        asked: intent.payload,
        applied,
        before,
      },
      found: Object.fromEntries(Object.keys(applied).map((field) => [field, writersBefore[field]])),
    };
  }

  #read({ entry: { mutation, input }, merged }: Written) {
    const { event: _, ...payload } = input;
    const definition = this.#options.replica.registry.eventOf(mutation);
    const intent: Intent = { mutation, payload: payload as Intent['payload'] };
    return { definition, intent, entity: { type: definition.entity, id: merged.entity.id } };
  }

  #publish(): void {
    const [undo, redo] = [this.#done.at(-1), this.#undone.at(-1)?.done];
    this.state.set({ undo: undo && deedOf(undo), redo: redo && deedOf(redo) });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work).finally(() => this.#publish());
    this.#last = run.catch(() => undefined);
    return run;
  }
}

function keyOf({ device, sequence }: EventRef, field: string): string {
  return `${device}/${sequence}/${field}`;
}

function deedOf({ intent, entity }: Done): Deed {
  return { mutation: intent.mutation, entity };
}
