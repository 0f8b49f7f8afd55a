import {
  bringBack,
  compensation,
  entityKey,
  isCreation,
  type Effect,
  type EntityRef,
  type EventRef,
  type Fields,
  type Intent,
  type Json,
} from '@cairn/domain';
import type { Deed, UndoState } from './cairn.ts';
import type { Environment } from './environment/environment.ts';
import type { Written } from './event-writer.ts';
import type { Replica } from './replica.ts';
import { breathe, slicesOf } from './slices.ts';
import { Observed } from './status.ts';

/** Things done that can be taken back; older ones only from the history. */
const LIMIT = 200;

/** An event that was written: what it did here, and by field the event that had left the field as it found it. */
interface Step {
  readonly intent: Intent;
  readonly entity: EntityRef;
  readonly effect: Effect;
  readonly found: { readonly [field: string]: EventRef | undefined };
  /** Of an undo or a redo: what the event that it takes back had asked. */
  readonly took?: Intent | undefined;
}

/** Something done: how it is told, and the events that did it, or did it again. */
interface Done {
  readonly deed: Deed;
  readonly steps: readonly Step[];
}

/** Something taken back, and the events that did that. */
interface Undone {
  readonly done: Done;
  readonly steps: readonly Step[];
}

export interface UndoOptions {
  readonly replica: Replica;
  readonly environment: Environment;
  readonly deviceId: string;
  /** Writes events together, without telling `did`. @throws Refusal, StorageError */
  write(intents: readonly Intent[]): Promise<readonly Written[]>;
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

  /** Events were written because the person did one thing. */
  did(written: readonly Written[], label?: string): void {
    if (written.length === 0) return;
    const steps = written.map((one) => this.#step(one));
    const { intent, entity } = steps[0]!;
    const deed: Deed = {
      mutation: intent.mutation,
      entity,
      ...(steps.length > 1 ? { count: steps.length } : {}),
      ...(label === undefined ? {} : { label }),
    };
    this.#done = [...this.#done, { deed, steps }].slice(-LIMIT);
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
      return { ...done.deed, isGone: steps.length === 0 };
    });
  }

  redo(): Promise<Deed | undefined> {
    return this.#next(async () => {
      const undone = this.#undone.pop();
      if (!undone) return undefined;
      const { done } = undone;
      const steps = await this.#reverse(undone.steps);
      if (steps.length > 0) this.#done.push({ ...done, steps });
      return { ...done.deed, isGone: steps.length === 0 };
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
    for (const round of this.#roundsOf(steps)) {
      const plan: { readonly intent: Intent; readonly step: Step }[] = [];
      for (const slice of slicesOf(round)) {
        if (slice[0] !== round[0]) await breathe(this.#options.environment);
        for (const step of slice) plan.push(...this.#intentsOf(step).map((intent) => ({ intent, step })));
      }
      const written = await this.#options.write(plan.map(({ intent }) => intent));
      written.forEach((one, index) => {
        const { step } = plan[index]!;
        const { effect, ...rest } = this.#step(one);
        reversed.push({ effect, ...rest, took: step.intent });
        for (const field of Object.keys(effect.applied)) {
          const left = step.found[field];
          if (left) this.#standsFor.set(keyOf(effect, field), this.#origin(left, field));
        }
      });
    }
    return reversed;
  }

  /**
   * The last first, and what can be taken back together together: one event of each entity. What was created goes to the
   * trash as it is.
   */
  #roundsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
    const { registry } = this.#options.replica;
    const creates = ({ effect }: Step) => isCreation(registry.definition(effect.type));
    const created = new Set(steps.filter(creates).map(({ entity }) => entityKey(entity)));
    const rounds: Step[][] = [];
    const done = new Map<string, number>();
    for (const step of [...steps].reverse()) {
      const key = entityKey(step.entity);
      if (created.has(key) && !creates(step)) continue;
      const round = done.get(key) ?? 0;
      done.set(key, round + 1);
      (rounds[round] ??= []).push(step);
    }
    return rounds;
  }

  /** What takes the step back as far as it is still there. A choice in a conflict is no undo's undo: it is made again. */
  #intentsOf({ effect, took }: Step): readonly Intent[] {
    const intents = this.#compensations(effect);
    const { replica } = this.#options;
    // What would change nothing is not written.
    return (intents.length === 0 && took ? [took] : intents).filter(({ mutation, payload }) =>
      replica.writer.wouldChange(mutation, payload),
    );
  }

  /** One event for all fields of which the effect's own is the last writer, and one for each that stands for it. */
  #compensations(effect: Effect): readonly Intent[] {
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
    const written = await this.#options.write([intent]);
    this.did(written);
    return { eventId: written[0]!.entry.input.event.id };
  }

  #step({ entry: { mutation, input, sequence }, merged }: Written): Step {
    const { event: _, ...payload } = input;
    const definition = this.#options.replica.registry.eventOf(mutation);
    const intent: Intent = { mutation, payload: payload as Intent['payload'] };
    const entity = { type: definition.entity, id: merged.entity.id };
    const { applied, before, writersBefore } = merged;
    return {
      intent,
      entity,
      effect: {
        type: definition.type,
        entityId: entity.id,
        device: this.#options.deviceId,
        sequence,
        asked: intent.payload,
        applied,
        before,
      },
      found: Object.fromEntries(Object.keys(applied).map((field) => [field, writersBefore[field]])),
    };
  }

  #publish(): void {
    this.state.set({ undo: this.#done.at(-1)?.deed, redo: this.#undone.at(-1)?.done.deed });
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
