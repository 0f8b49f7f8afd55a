import type { Fields, Json, MergedField } from '@cairn/domain';
import { quote, type Names } from './concept-words.ts';
import { fieldWords } from './words.ts';

/** What an event met when it arrived. */
export interface Met {
  readonly entityType: string;
  /** Past tense: `TaskRetitled`. */
  readonly type: string;
  readonly merged: readonly Pick<MergedField, 'field' | 'outcome' | 'with'>[];
  readonly lost: Fields;
}

/** What became of one part of an event beside a change that its writer had not seen. */
export interface Outcome {
  readonly text: string;
  /** What did not stand: it can be used all the same. */
  readonly lost?: { readonly field: string; readonly value: Json };
  /** A person is to choose. */
  readonly isAsked?: boolean;
}

/** @param device name of a device, to stand before “’s” */
export function sayMerged(
  { entityType, type, merged, lost }: Met,
  names: Names,
  device: (id: string) => string,
): Outcome[] {
  const what = type.endsWith('ConflictSettled') || type.endsWith('ConflictReopened') ? 'choice' : 'change';
  const inSentence = (field: string) => fieldWords(entityType, field).inSentence;
  const theirs = ({ with: { device: id } }: Met['merged'][number]) => `${device(id)}’s`;

  const outcomes = merged.flatMap((one): Outcome[] => {
    const { field, outcome } = one;
    switch (outcome) {
      case 'KEPT':
        return [];
      case 'WON':
        return [{ text: `Stands in place of ${theirs(one)} change to ${inSentence(field)}` }];
      case 'COMBINED':
        return [{ text: `Combined with ${theirs(one)} change to ${inSentence(field)}` }];
      case 'SAME':
        return [{ text: `${capital(theirs(one))} change to ${inSentence(field)} was the same` }];
      case 'ASKED':
        return [{ text: `${capital(theirs(one))} change to ${inSentence(field)} arrived first`, isAsked: true }];
      case 'SKIPPED':
        return [{ text: `Left ${inSentence(field)} alone: it has been changed since` }];
      case 'LOST':
        return [sayLost(entityType, field, lost[field], `${capital(theirs(one))} ${what}`, names)];
    }
  });
  return [...outcomes, ...sayKept(merged, inSentence, device)];
}

function sayLost(entityType: string, field: string, value: Json | undefined, whose: string, names: Names): Outcome {
  const words = fieldWords(entityType, field);
  if (value === undefined || words.isSilent) return { text: `${whose} stands for ${words.inSentence}` };
  return {
    text: `${whose} stands for ${words.inSentence}; this one was ${quote(words.say(value, names))}`,
    lost: { field, value },
  };
}

/** One line for all that another device had changed elsewhere in it. */
function sayKept(
  merged: Met['merged'],
  inSentence: (field: string) => string,
  device: (id: string) => string,
): Outcome[] {
  const fields = new Map<string, string[]>();
  for (const { outcome, field, with: theirs } of merged) {
    if (outcome !== 'KEPT') continue;
    fields.set(theirs.device, [...(fields.get(theirs.device) ?? []), inSentence(field)]);
  }
  return [...fields].map(([id, changed]) => ({ text: `Kept beside ${device(id)}’s change to ${together(changed)}` }));
}

function together(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
