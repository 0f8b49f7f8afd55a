import type { Fields, Json } from '@cairn/domain';
import type { ConceptWords, FieldWords } from './concept-words.ts';
import { listWords } from './list-words.ts';
import { noteWords } from './note-words.ts';
import { POLICIES } from './policy-words.ts';
import { taskWords } from './task-words.ts';

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
    SettingsReverted: {
      did: 'took back a change of',
      say: ({ applied }) => `Took back a choice: ${fields.policies.say(applied.policies ?? {})}`,
      isWhole: true,
    },
  },
};
