import { loadLater } from '#load-later';
import type { Effect, EntityRef, EventRef, Fields, Intent } from '@cairn/domain';
import type { Deed, UndoState } from './cairn.ts';
import type { Environment } from './environment/environment.ts';
import type { Written } from './event-writer.ts';
import type { Replica } from './replica.ts';
import type { Reversal } from './reversal.ts';
import { Observed } from './status.ts';

/** Things done that can be taken back; older ones only from the history. */
const LIMIT = 200;

/** An event that was written: what it did here, and by field the event that had left the field as it found it. */
export interface Step {
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
  #loading: Promise<Reversal> | undefined;
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
      const reversal = await this.#reversal();
      const done = this.#done.pop();
      if (!done) return undefined;
      const steps = await reversal.reverse(done.steps);
      if (steps.length > 0) this.#undone.push({ done, steps });
      return { ...done.deed, isGone: steps.length === 0 };
    });
  }

  redo(): Promise<Deed | undefined> {
    return this.#next(async () => {
      const reversal = await this.#reversal();
      const undone = this.#undone.pop();
      if (!undone) return undefined;
      const { done } = undone;
      const steps = await reversal.reverse(undone.steps);
      if (steps.length > 0) this.#done.push({ ...done, steps });
      return { ...done.deed, isGone: steps.length === 0 };
    });
  }

  /** Takes back what any event did. */
  async takeBack(effect: Effect): Promise<{ eventId: string } | undefined> {
    return this.#record((await this.#reversal()).compensate(effect));
  }

  async bringBack(ref: EntityRef, then: Fields): Promise<{ eventId: string } | undefined> {
    return this.#record((await this.#reversal()).bringBack(ref, then));
  }

  /** Not part of a start. Rejects where its file cannot be had; the next call tries again. */
  #reversal(): Promise<Reversal> {
    this.#loading ??= loadLater().then(
      ({ Reversal }) => new Reversal({ ...this.#options, stepOf: (written) => this.#step(written) }),
    );
    this.#loading.catch(() => (this.#loading = undefined));
    return this.#loading;
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
