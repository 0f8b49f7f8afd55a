import { entityKey, type Registry } from '@cairn/domain';
import { creates, dependsOn, mayCreate, namedIn } from './dependencies.ts';
import type { Held } from './outbox.ts';
import type { OutboxEntry } from './outbox-entry.ts';

export interface PrecedenceOptions {
  readonly registry: Registry;
  /** The whole outbox, in order of sequence. */
  readonly all: readonly Held[];
  /** Whether the server has said that there is an entity of this key. */
  isConfirmed(key: string): boolean;
  /** Whether another device may still give back the entity of this key, which a restored backup lacks. */
  mayComeBack?(key: string): boolean;
  /** Whether the server cannot take the event yet. */
  isPutOff?(entry: OutboxEntry): boolean;
}

/**
 * Which events of the outbox wait for another [O3]: for a creation that is parked or put off by the server, or for one
 * that was retried and so comes later in the sequence. Goes through the outbox once, in its order.
 */
export class Precedence {
  readonly #options: PrecedenceOptions;
  /** Entities whose creation is waited for, by id. */
  readonly #missing = new Set<string>();
  /** Entities of which an event waits, by id. */
  readonly #behind = new Set<string>();
  /** Entities that an event which waits would make, by id: another that would make the same does not overtake it. */
  readonly #unmade = new Set<string>();
  /** Entities whose creation comes before, by key. */
  readonly #made = new Set<string>();

  constructor(options: PrecedenceOptions) {
    this.#options = options;
    for (const held of options.all) if (this.#makes(held)) this.#missing.add(held.entity!.id);
  }

  /** Whether the event waits; asked once of each, in order. One that is parked waits for a person, and others for it. */
  waits(held: Held): boolean {
    const { registry, isPutOff } = this.#options;
    if (held.entry.rejection) return true;
    const putOff = isPutOff?.(held.entry) === true;
    if (!putOff) {
      if (creates(registry, held)) this.#missing.delete(held.entity!.id);
      if (mayCreate(registry, held)) this.#made.add(entityKey(held.entity!));
    }
    if (!putOff && !this.#isHeldUp(held)) return false;
    const makes = this.#makes(held);
    // What follows on the same entity waits with it: `Entity.seen` tells by the last of them which are in.
    if (held.entity) this.#behind.add(held.entity.id);
    if (makes) {
      this.#missing.add(held.entity!.id);
      this.#unmade.add(held.entity!.id);
    }
    // Of an event of another release nothing tells which of the ids that it names is its entity's, or made by it.
    if (!held.entity) for (const id of namedIn(held)) this.#missing.add(id);
    return true;
  }

  #isHeldUp(held: Held): boolean {
    if (!held.event) return namedIn(held).some((id) => this.#missing.has(id) || this.#behind.has(id));
    const { registry, mayComeBack } = this.#options;
    const missing = {
      has: (key: string) => this.#missing.has(idOf(key)) || (!this.#made.has(key) && mayComeBack?.(key) === true),
    };
    // What waits for a creation does not hold it up.
    const behind = this.#makes(held) ? this.#unmade : this.#behind;
    return dependsOn(registry, held, missing, { has: (key) => behind.has(idOf(key)) });
  }

  #makes(held: Held): boolean {
    const { registry, isConfirmed } = this.#options;
    return creates(registry, held) && !isConfirmed(entityKey(held.entity!));
  }
}

function idOf(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
