import type { Fields, Json } from '@cairn/domain';
import { change, type ConceptWords, type FieldWords, type Names } from './concept-words.ts';
import { listWords } from './list-words.ts';
import { noteWords } from './note-words.ts';
import { POLICIES } from './policy-words.ts';
import { taskWords } from './task-words.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const CHOOSABLE: { readonly [type: string]: ConceptWords } = { Task: taskWords, Note: noteWords, List: listWords };

const fields = {
  policies: {
    name: 'When two devices change the same thing',
    inSentence: 'what happens when two devices change the same thing',
    say: (value) =>
      Object.entries((value ?? {}) as Fields)
        .map(([key, policy]) => sayChoice(key, policy))
        .join('; ') || 'As usual',
  },
  weekStart: {
    name: 'First day of the week',
    inSentence: 'the first day of the week',
    say: (value) => (value === null ? 'As on the device' : (WEEKDAYS[Number(value)] ?? 'Another day')),
  },
  timeZone: {
    name: 'Time zone',
    inSentence: 'the time zone',
    say: (value) => (value === null ? 'As on the device' : String(value).replaceAll('_', ' ')),
  },
} satisfies { readonly [field: string]: FieldWords };

/** `Task.title` and a policy: “Task title: Ask me”. */
function sayChoice(key: string, policy: Json): string {
  const [type = '', field = ''] = key.split('.');
  return `${fieldTitle(type, field)}: ${policy === null ? 'as usual' : (POLICIES[String(policy)]?.name ?? 'another way')}`;
}

/** A field with its concept: “Task title”. */
export function fieldTitle(type: string, field: string): string {
  const words = CHOOSABLE[type];
  if (!words) return field;
  const noun = `${words.noun.charAt(0).toUpperCase()}${words.noun.slice(1)}`;
  return `${noun} ${(words.fields[field]?.name ?? field).toLowerCase()}`;
}

function sayApplied(applied: Fields, names: Names): string {
  return Object.entries(applied)
    .map(([field, value]) => (fields as { readonly [field: string]: FieldWords })[field]?.say(value, names) ?? '')
    .filter(Boolean)
    .join('; ');
}

export const settingsWords: ConceptWords = {
  noun: 'settings',
  untitled: 'the settings',
  fields,
  events: {
    PolicyChosen: {
      did: 'changed',
      say: ({ asked }) => sayChoice(`${String(asked.entityType)}.${String(asked.field)}`, asked.policy ?? null),
      isWhole: true,
    },
    WeekStartSet: change('changed the first day of the week in', 'Set the first day of the week'),
    TimeZoneSet: change('changed the time zone in', 'Set the time zone'),
    SettingsReverted: {
      did: 'took back a change of',
      say: ({ applied }, names) => `Took back a choice: ${sayApplied(applied, names) || 'as usual'}`,
      isWhole: true,
    },
  },
};
