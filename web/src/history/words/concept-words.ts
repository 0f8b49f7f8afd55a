import type { ConflictPatch, Fields, Json } from '@cairn/domain';

/** What words need to know beside the value: names of other things, and the day it is. */
export interface Names {
  /** Undefined for a list that this device does not know. */
  readonly list: (id: string) => string | undefined;
  /** Local date, `2026-11-20`. */
  readonly today: string;
}

/** What an event did, as the log tells it. */
export interface Happened {
  /** Past tense: `TaskCompleted`. */
  readonly type: string;
  readonly asked: Fields;
  readonly applied: Fields;
  readonly before: Fields;
  /** The conflicts it opened, settled or reopened. */
  readonly conflicts: ConflictPatch;
}

export interface FieldWords {
  /** Before a value: “Due date”. */
  readonly name: string;
  /** In a sentence: “the due date”. */
  readonly inSentence: string;
  /** A value of it. */
  say(value: Json, names: Names): string;
  /** Text of several words, where what changed is worth showing word by word. */
  readonly isText?: boolean;
  /** Text of several lines. */
  readonly isLong?: boolean;
  /** Nothing to tell apart for a person: an order key, a CRDT's updates. */
  readonly isSilent?: boolean;
}

export interface EventWords {
  /** With the title after it: “completed”. */
  readonly did: string;
  /** A line of the history. */
  say(event: Happened, names: Names): string;
  /** The line says it all: no values before and after. */
  readonly isWhole?: boolean;
}

/** How a concept is spoken of: every field, and every event by its type. */
export interface ConceptWords {
  readonly noun: string;
  /** What it is called while its title is empty. */
  readonly untitled: string;
  readonly titleField?: string;
  readonly fields: { readonly [field: string]: FieldWords };
  readonly events: { readonly [type: string]: EventWords };
}

export const quote = (text: string) => `“${text}”`;

/** An event that is told by one sentence, whatever it set. */
export const whole = (did: string, line: string): EventWords => ({ did, say: () => line, isWhole: true });

/** An event whose values before and after are shown beside the sentence. */
export const change = (did: string, line: string): EventWords => ({ did, say: () => line });
