import type { Json } from '@cairn/domain';
import { change, quote, whole, type EventWords, type FieldWords, type Happened, type Names } from './concept-words.ts';

// Fields and events that several concepts have.

export const titleWords = (name: string, untitled = 'No title'): FieldWords => ({
  name,
  inSentence: `the ${name.toLowerCase()}`,
  say: (value) => (value === '' || value === null ? untitled : String(value)),
  isText: true,
});

export const tagsWords: FieldWords = {
  name: 'Tags',
  inSentence: 'the tags',
  say: (value) => sayTags(value) || 'None',
};

export const createdWords: FieldWords = {
  name: 'Created',
  inSentence: 'when it was created',
  say: String,
  isSilent: true,
};

export const placeWords: FieldWords = { name: 'Place', inSentence: 'its place', say: String, isSilent: true };

export const trashWords: FieldWords = {
  name: 'Trash',
  inSentence: 'whether it is in the trash',
  say: (value) => (value === null ? 'Not in the trash' : 'In the trash'),
};

export function sayTags(tags: unknown): string {
  return Array.isArray(tags) ? tags.map((tag) => `#${String(tag)}`).join(', ') : '';
}

export const tagged = (verb: string, did: string): EventWords => ({
  did,
  say: ({ asked }) => `${verb} ${sayTags(asked.tags)}`,
  isWhole: true,
});

/** The three events that every concept recovers by. */
export function recoveryWords(
  type: string,
  fields: { readonly [field: string]: FieldWords },
): { readonly [type: string]: EventWords } {
  return {
    [`${type}ConflictSettled`]: {
      did: 'chose between two versions of',
      say: (event, names) => saySettled(event, fields, names),
      isWhole: true,
    },
    [`${type}ConflictReopened`]: whole('reopened the choice about', 'Took the choice back: both versions wait again'),
    [`${type}Reverted`]: {
      ...change('took back a change of', ''),
      say: ({ asked }) => (asked.undoes ? 'Took back an earlier change' : 'Brought back how it was'),
    },
  };
}

function saySettled(
  { asked, conflicts }: Happened,
  fields: { readonly [field: string]: FieldWords },
  names: Names,
): string {
  const conflict = conflicts[String(asked.conflictId)];
  const value: Json | undefined = conflict?.settled?.value ?? asked.value;
  const words = conflict && fields[conflict.field];
  const chosen = words && value !== undefined ? ` ${quote(words.say(value, names))}` : '';
  if (asked.choice === 'EDITED') return `Wrote${chosen || ' another version'} in place of both`;
  return `Chose${chosen || ' one of two versions'}${words ? ` as ${words.inSentence}` : ''}`;
}
