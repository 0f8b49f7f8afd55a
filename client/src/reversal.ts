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
import type { Written } from './event-writer.ts';
import { breathe, slicesOf } from './slices.ts';
import type { Step, UndoOptions } from './undo.ts';

export interface ReversalOptions extends UndoOptions {
  readonly stepOf: (written: Written) => Step;
}

/** What takes events back: compensating events, as far as nobody has written since [M10]. */
export class Reversal {
  readonly #options: ReversalOptions;
  /**
   * By event and field: the event that had left the field as this one, an undo or a redo, brought it back to. The change
   * before can then be taken back in its turn, although it is not the field's last writer any more.
   */
  readonly #standsFor = new Map<string, EventRef>();

  constructor(options: ReversalOptions) {
    this.#options = options;
  }

  /** Writes the events that take these back, as far as there is something left of them; answers what was written. */
  async reverse(steps: readonly Step[]): Promise<readonly Step[]> {
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
        const { effect, ...rest } = this.#options.stepOf(one);
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
    const intent = this.compensate(effect);
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

  /** What brings an entity's fields back to what they were. */
  bringBack(ref: EntityRef, then: Fields): Intent | undefined {
    const { replica } = this.#options;
    const now = replica.view.get(ref)?.fields;
    return now && bringBack(replica.registry, ref.type, ref.id, now, then);
  }

  #origin(event: EventRef, field: string): EventRef {
    return this.#standsFor.get(keyOf(event, field)) ?? event;
  }

  /** What takes back any event. */
  compensate(effect: Effect): Intent | undefined {
    const { replica, environment } = this.#options;
    return compensation(replica.registry, effect, new Date(environment.now()).toISOString());
  }
}

function keyOf({ device, sequence }: EventRef, field: string): string {
  return `${device}/${sequence}/${field}`;
}
