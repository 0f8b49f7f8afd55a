import type { EntityDefinition } from '../core/entity.ts';
import { defineEvent } from '../core/event.ts';
import type { Json } from '../core/json.ts';
import { keyedMap } from '../core/kinds/keyed-map.ts';
import { revert } from '../core/recovery-events.ts';
import { Refusal } from '../core/refusal.ts';
import type { Concept } from '../core/registry.ts';
import { choice as oneOf, integer, nullable, object, optional, text, uuid, where, type Shape } from '../core/shape.ts';
import { fixedRegister } from '../core/kinds/register.ts';

/** A field whose concurrent writes an account may settle in another way. */
export interface PolicyChoice {
  readonly entityType: string;
  readonly field: string;
  readonly default: string;
  /** Names of policies; the default is one of them. */
  readonly choices: readonly string[];
}

/** Where an account's choice of policies stands. */
export const SETTINGS = { type: 'Settings', field: 'policies' } as const;

const name = text({ min: 1, max: 100 });

/** 0 is Sunday, as everywhere in JavaScript. */
const weekday = integer({ min: 0, max: 6 });

/** A name of the IANA time zone database. Which of them there are changes from year to year: the form alone is held. */
const timeZone = where(
  text({ min: 1, max: 64 }),
  (name) => /^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name),
  'a time zone like Europe/Berlin',
  'timeZone',
);

/** All fields of these concepts with more than one policy to choose from. */
export function policyChoices(concepts: readonly Concept[]): PolicyChoice[] {
  return concepts.flatMap(({ entity }) =>
    Object.entries(entity.fields)
      .filter(([, { policies }]) => policies.length > 1)
      .map(([field, { policies }]) => ({
        entityType: entity.type,
        field,
        default: policies[0].name,
        choices: policies.map(({ name }) => name),
      })),
  );
}

/** The account's settings, one entity under the account's own id; `concepts` are those whose policies it may choose. */
export function settingsOf(concepts: readonly Concept[]) {
  const choices = policyChoices(concepts);

  const known = object(
    Object.fromEntries(
      choices.map(({ entityType, field, choices }) => [`${entityType}.${field}`, optional(nullable(oneOf(choices)))]),
    ),
  );
  const entity = {
    type: SETTINGS.type,
    fields: {
      /** `Task.title` → policy name. */
      policies: { ...keyedMap(name), revert: known as Shape<Json> },
      /** Null: as the device has it. */
      weekStart: fixedRegister(null, nullable(weekday)),
      timeZone: fixedRegister(null, nullable(timeZone)),
    },
  } satisfies EntityDefinition;

  const choice = object({ settingsId: uuid, entityType: name, field: name, policy: nullable(name) });
  const payload: typeof choice = {
    check(value, path) {
      const chosen = choice.check(value, path);
      const field = choices.find(({ entityType, field }) => entityType === chosen.entityType && field === chosen.field);
      if (!field) throw new Refusal('VALUE_INVALID', `there is nothing to choose for that field`, 'field');
      if (chosen.policy !== null && !field.choices.includes(chosen.policy)) {
        throw new Refusal('VALUE_INVALID', `policy must be one of ${field.choices.join(', ')}`, 'policy');
      }
      return chosen;
    },
  };

  const ofAccount = {
    entity: SETTINGS.type,
    key: 'settingsId',
    creates: 'if-missing',
    isOfAccount: true,
  } as const;
  const events = {
    choosePolicy: defineEvent({
      ...ofAccount,
      type: 'PolicyChosen',
      payload,
      writes: ['policies'],
      changes: ({ entityType, field, policy }) => ({ policies: { [`${entityType}.${field}`]: policy } }),
    }),
    setWeekStart: defineEvent({
      ...ofAccount,
      type: 'WeekStartSet',
      payload: object({ settingsId: uuid, weekStart: nullable(weekday) }),
      writes: ['weekStart'],
      changes: ({ weekStart }) => ({ weekStart }),
    }),
    setTimeZone: defineEvent({
      ...ofAccount,
      type: 'TimeZoneSet',
      payload: object({ settingsId: uuid, timeZone: nullable(timeZone) }),
      writes: ['timeZone'],
      changes: ({ timeZone }) => ({ timeZone }),
    }),
    revertSettings: revert(entity, 'settingsId'),
  };

  return { entity, events } satisfies Concept;
}
