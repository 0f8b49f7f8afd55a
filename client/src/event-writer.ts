import {
  currentSchema,
  entityKey,
  isCreation,
  Refusal,
  uuidv7,
  type ClockReading,
  type Entity,
  type EntityRef,
  type Intent,
  type Merged,
  type Registry,
} from '@cairn/domain';
import type { View } from './cache/view.ts';
import type { DeviceClock } from './device-clock.ts';
import type { Environment } from './environment/environment.ts';
import type { EventInput, OutboxEntry } from './outbox/outbox-entry.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { MakeEntry } from './outbox/outbox-store.ts';
import { breathe, slicesOf } from './slices.ts';

/** An event that is durable, and what it did here. */
export interface Written {
  readonly entry: OutboxEntry;
  readonly merged: Merged;
}

/** Runs `write`, which makes durable what brings the entities to be as they are given. */
export type Show = <T>(entities: readonly Entity[], write: () => Promise<T>) => Promise<T>;

export interface AppendOptions {
  readonly draft?: true;
  readonly show?: Show | undefined;
}

export interface AppendAllOptions {
  /** How many are found right so far. */
  onChecked?(count: number): void;
  readonly signal?: AbortSignal | undefined;
  readonly show?: Show | undefined;
}

/** What is sent for an event, once its sequence and clock are known. */
type InputOf = (sequence: number, occurredAt: ClockReading) => EventInput;

const unseen: Show = (_entities, write) => write();

export interface EventWriterOptions {
  readonly registry: Registry;
  readonly environment: Environment;
  readonly deviceId: string;
  readonly outbox: Outbox;
  readonly view: View;
  readonly clock: DeviceClock;
}

/** Steps 1 and 2 of the journey: stamps events, checks them against what this device sees, and makes them durable. */
export class EventWriter {
  readonly #options: EventWriterOptions;

  constructor(options: EventWriterOptions) {
    this.#options = options;
  }

  newId(): string {
    const { environment } = this.#options;
    return uuidv7(environment.now(), environment.random(10));
  }

  /**
   * The event, checked and durable. It is not in the view yet.
   * @throws Refusal, StorageError
   */
  async append(
    mutation: string,
    payload: { readonly [member: string]: unknown },
    { draft, show = unseen }: AppendOptions = {},
  ): Promise<Written> {
    const { registry, outbox, view, clock } = this.#options;
    const input = this.#inputOf(mutation, payload);
    const merged = view.check(registry.parse(mutation, input(outbox.lastSequence + 1, clock.next())));
    const maker = this.#maker(mutation, input, merged, draft ? { draft } : {});
    const entry = await show([merged.entity], () => outbox.append(maker));
    return { entry, merged };
  }

  /**
   * As `append`, for events of which each may build on those before it: durable together, or none of them is. Lets the
   * screen breathe while it checks them.
   * @throws Refusal, StorageError, and the signal's reason when it is aborted before they are durable
   */
  async appendAll(
    intents: readonly Intent[],
    { onChecked, signal, show = unseen }: AppendAllOptions = {},
  ): Promise<Written[]> {
    const { registry, environment, outbox, view, clock } = this.#options;
    const first = outbox.lastSequence + 1;
    const ahead = new Map<string, Entity>();
    const makers: MakeEntry[] = [];
    const merged: Merged[] = [];
    let reading = clock.next();
    for (const slice of slicesOf(intents)) {
      if (makers.length > 0) await breathe(environment);
      signal?.throwIfAborted();
      for (const { mutation, payload } of slice) {
        const input = this.#inputOf(mutation, payload);
        reading = clock.next(reading);
        const one = view.check(registry.parse(mutation, input(first + makers.length, reading)), ahead);
        ahead.set(entityKey(one.entity), one.entity);
        merged.push(one);
        makers.push(this.#maker(mutation, input, one));
      }
      onChecked?.(makers.length);
    }
    const entries = await show([...ahead.values()], () => outbox.appendAll(makers));
    // Another tab was faster: the events are known by other sequences than they were checked with.
    const late = entries.length > 0 ? entries[0]!.sequence - first : 0;
    return entries.map((entry, index) => ({ entry, merged: this.#renumbered(merged[index]!, first, late) }));
  }

  #maker(mutation: string, input: InputOf, merged: Merged, local: { readonly draft?: true } = {}): MakeEntry {
    const { registry, clock } = this.#options;
    const base = isCreation(registry.eventOf(mutation)) ? {} : { base: merged.before };
    return (counter) => {
      const sequence = counter.sequence + 1;
      return { sequence, mutation, input: input(sequence, clock.tick(counter.clock)), ...base, ...local };
    };
  }

  #renumbered(merged: Merged, from: number, by: number): Merged {
    if (by === 0) return merged;
    const writersBefore = Object.entries(merged.writersBefore).map(([field, writer]) => {
      const isOfThese = writer.device === this.#options.deviceId && writer.sequence >= from;
      return [field, isOfThese ? { ...writer, sequence: writer.sequence + by } : writer];
    });
    return { ...merged, writersBefore: Object.fromEntries(writersBefore) as Merged['writersBefore'] };
  }

  /** @throws Refusal when the entry's event could not be written as it is now */
  check({ mutation, input }: OutboxEntry): void {
    this.#options.registry.parse(mutation, input);
  }

  /** Whether the event would change anything here; false also where it would be refused. */
  wouldChange(mutation: string, payload: { readonly [member: string]: unknown }): boolean {
    const { registry, view, clock } = this.#options;
    const input = this.#inputOf(mutation, payload);
    try {
      const { applied, conflicts } = view.check(registry.parse(mutation, input(1, clock.next())));
      return Object.keys(applied).length + Object.keys(conflicts).length > 0;
    } catch (error) {
      if (Refusal.is(error)) return false;
      throw error;
    }
  }

  /** The same event under a new id and sequence: the server remembers what it answered to the old one. */
  remake({ mutation, base, input: { event: old, ...payload } }: OutboxEntry): Promise<OutboxEntry> {
    const { outbox, clock } = this.#options;
    const id = this.newId();
    return outbox.append((counter) => {
      const sequence = counter.sequence + 1;
      const event = { ...old, id, sequence, occurredAt: clock.tick(counter.clock ?? old.occurredAt) };
      return { sequence, mutation, input: { ...payload, event }, ...(base ? { base } : {}) };
    });
  }

  #inputOf(mutation: string, payload: { readonly [member: string]: unknown }): InputOf {
    const { registry, view } = this.#options;
    const id = this.newId();
    const definition = registry.eventOf(mutation);
    const schema = currentSchema(definition);
    const ref: EntityRef = { type: definition.entity, id: String(payload[definition.key]) };
    return (sequence, occurredAt) => ({
      event: {
        id,
        parentVersion: view.confirmed(ref)?.version ?? 0,
        sequence,
        occurredAt,
        ...(schema === 1 ? {} : { schema }),
      },
      ...payload,
    });
  }
}
