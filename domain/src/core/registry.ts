import type { Entity, EntityDefinition, EntityRef } from './entity.ts';
import { currentSchema, upcast, type DomainEvent, type EventDefinition, type Recovery } from './event.ts';
import type { FieldPolicy } from './field.ts';
import type { Fields, Json } from './json.ts';
import { Refusal } from './refusal.ts';
import { checkStamp } from './stamp.ts';

/** UTF-8 bytes of an event's canonical JSON. */
export const EVENT_SIZE_LIMIT = 64 * 1024;

/** A concept: one entity type and its events by mutation name. */
export interface Concept {
  readonly entity: EntityDefinition;
  readonly events: { readonly [mutation: string]: EventDefinition };
}

/** All that the pipe knows of the concepts it carries. */
export interface Registry {
  readonly mutations: readonly string[];
  /** @throws Refusal UNKNOWN_EVENT */
  eventOf(mutation: string): EventDefinition;
  definition(eventType: string): EventDefinition;
  entity(type: string): EntityDefinition;
  readonly entities: readonly EntityDefinition[];
  /** The mutation by which an entity type recovers; undefined where it has none. */
  mutationFor(type: string, recovery: Recovery): string | undefined;
  /** Where an account's choices are. */
  settingsOf(accountId: string): EntityRef;
  /** How concurrent writes to the field are settled: as the account has chosen, else by default [M4]. */
  policyOf(settings: Entity | undefined, type: string, field: string): FieldPolicy;
  /**
   * A mutation's input as an event: stamp and payload checked, an older shape upcast [E4].
   * @throws Refusal
   */
  parse(mutation: string, input: unknown): DomainEvent;
}

export interface RegistryOptions {
  /** The entity type, and its map field, in which an account's choice of policies stands: `Type.field` → policy name. */
  readonly settings: { readonly type: string; readonly field: string };
}

export function createRegistry(concepts: readonly Concept[], { settings }: RegistryOptions): Registry {
  const byMutation = new Map<string, EventDefinition>();
  const byType = new Map<string, EventDefinition>();
  const entities = new Map<string, EntityDefinition>();
  for (const concept of concepts) {
    entities.set(concept.entity.type, concept.entity);
    for (const [mutation, definition] of Object.entries(concept.events)) {
      byMutation.set(mutation, definition);
      byType.set(definition.type, definition);
    }
  }

  function eventOf(mutation: string): EventDefinition {
    const definition = byMutation.get(mutation);
    if (!definition) throw new Refusal('UNKNOWN_EVENT', `there is no event ${mutation}`);
    return definition;
  }

  return {
    mutations: [...byMutation.keys()],
    entities: [...entities.values()],
    eventOf,
    definition: (eventType) => must(byType.get(eventType), eventType),
    entity: (type) => must(entities.get(type), type),
    mutationFor: (type, recovery) =>
      [...byMutation].find(([, { entity, recovers }]) => entity === type && recovers === recovery)?.[0],
    settingsOf: (accountId) => ({ type: settings.type, id: accountId }),
    policyOf(chosen, type, field) {
      const { policies } = must(entities.get(type), type).fields[field]!;
      const name = (chosen?.fields[settings.field] as Fields | undefined)?.[`${type}.${field}`];
      // A name that a newer release brought means nothing here yet.
      return policies.find((policy) => policy.name === name) ?? policies[0];
    },
    parse(mutation, input) {
      const definition = eventOf(mutation);
      if (input === null || typeof input !== 'object') throw new Refusal('VALUE_MISSING', 'input is missing', 'input');
      const { event, ...given } = input as Record<string, unknown>;
      const stamp = checkStamp(event);
      const schema = stamp.schema ?? 1;
      if (schema > currentSchema(definition)) {
        throw new Refusal('UNKNOWN_EVENT', `${mutation} is known up to shape ${currentSchema(definition)}`);
      }
      const payload = definition.payload.check(upcast(definition, given as Record<string, Json>, schema), '');
      // In whatever order its members stand: it is as long as its canonical JSON.
      if (isLongerThan(JSON.stringify(payload), EVENT_SIZE_LIMIT)) {
        throw new Refusal('EVENT_TOO_LARGE', `an event holds at most ${EVENT_SIZE_LIMIT} bytes`);
      }
      return { type: definition.type, entityId: payload[definition.key] as string, payload, stamp };
    },
  };
}

function must<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`not in the registry: ${name}`);
  return value;
}

/** @param limit UTF-8 bytes; a code unit takes at most three of them */
function isLongerThan(text: string, limit: number): boolean {
  return text.length * 3 > limit && new TextEncoder().encode(text).length > limit;
}
