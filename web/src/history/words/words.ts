import type { Deed } from '@cairn/client';
import { registry, type Entity, type Fields, type Json } from '@cairn/domain';
import { short } from '../../ui/short.ts';
import { quote, type ConceptWords, type FieldWords, type Happened, type Names } from './concept-words.ts';
import { listWords } from './list-words.ts';
import { noteWords } from './note-words.ts';
import { settingsWords } from './settings-words.ts';
import { taskWords } from './task-words.ts';

const CONCEPTS: { readonly [type: string]: ConceptWords } = {
  Task: taskWords,
  List: listWords,
  Note: noteWords,
  Settings: settingsWords,
};

/** Of a type that only a newer release knows, too. */
export function wordsOf(type: string): ConceptWords {
  return CONCEPTS[type] ?? { noun: type.toLowerCase(), untitled: `a ${type.toLowerCase()}`, fields: {}, events: {} };
}

export function fieldWords(type: string, field: string): FieldWords {
  return wordsOf(type).fields[field] ?? { name: field, inSentence: field, say: (value) => JSON.stringify(value) };
}

/** What something is called in a sentence: its title in quotes, or what kind of thing it is. */
export function titleOf(type: string, fields: Fields | undefined): string {
  const { titleField, untitled } = wordsOf(type);
  const title = titleField === undefined ? undefined : fields?.[titleField];
  return typeof title === 'string' && title !== '' ? quote(short(title)) : untitled;
}

/** “completed “Milk””: an event by its mutation, as something somebody did. */
export function sayDeed(mutation: string, entity: Entity | undefined): string {
  const { type, entity: entityType } = registry.eventOf(mutation);
  return `${wordsOf(entityType).events[type]?.did ?? 'changed'} ${titleOf(entityType, entity?.fields)}`;
}

/** Something that was done, of one event or of several. */
export function sayDone(deed: Deed, entity: Entity | undefined): string {
  if (deed.label !== undefined) return deed.label;
  const first = sayDeed(deed.mutation, entity);
  const others = (deed.count ?? 1) - 1;
  return others === 0 ? first : `${first}, and ${others === 1 ? 'one more change' : `${others} more changes`}`;
}

/** An event as a line of its entity's history. */
export function sayEvent(entityType: string, event: Happened, names: Names): string {
  return (
    wordsOf(entityType).events[event.type]?.say(event, names) ??
    event.type.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  );
}

/** One field before and after an event, in words. */
export interface SaidChange {
  readonly field: string;
  readonly name: string;
  /** Undefined where the change itself tells: tags added and removed. */
  readonly from: string | undefined;
  readonly to: string;
  readonly isText: boolean;
}

/** What an event changed, and what of it was kept for a choice, field by field, where its line does not say it all. */
export function sayChanges(entityType: string, event: Happened, names: Names): SaidChange[] {
  const concept = wordsOf(entityType);
  if (concept.events[event.type]?.isWhole) return [];
  const applied = Object.entries(event.applied).flatMap(([field, patch]): SaidChange[] => {
    const words = concept.fields[field];
    if (!words || words.isSilent) return [];
    const { name, isText = false } = words;
    const isSet = registry.entity(entityType).fields[field]?.kind.name === 'set';
    if (isSet) return [{ field, name, from: undefined, to: saySetChange(patch), isText }];
    const was = event.before[field] ?? null;
    // The words for a title that is missing are no text to compare with.
    const isCompared = isText && was !== '' && patch !== '';
    return [{ field, name, from: words.say(was, names), to: words.say(patch, names), isText: isCompared }];
  });
  const kept = Object.values(event.conflicts).flatMap((conflict): SaidChange[] => {
    if (!conflict) return [];
    const { field, base, mine } = conflict;
    const { name, say, isText = false } = fieldWords(entityType, field);
    // A text is never null: what it was before is not known.
    const from = isText && base === null ? undefined : say(base, names);
    return [{ field, name, from, to: say(mine, names), isText }];
  });
  return [...applied, ...kept];
}

function saySetChange(patch: Json): string {
  const { add = [], remove = [] } = patch as { add?: readonly string[]; remove?: readonly string[] };
  const say = (verb: string, tags: readonly string[]) =>
    tags.length > 0 ? [`${verb} ${tags.map((tag) => `#${tag}`).join(', ')}`] : [];
  return [...say('added', add), ...say('took off', remove)].join('; ');
}
