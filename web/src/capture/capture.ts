import type { Repeat } from './read-repeat.ts';

/** What a line of capture may say beside the title. */
export interface CaptureFields {
  readonly tags?: readonly string[];
  /** Null is the Inbox. */
  readonly listId?: string | null;
  readonly priority?: number;
  /** Local, as the domain keeps dates: `2026-11-27` or `2026-11-27T09:00`. */
  readonly start?: string;
  readonly due?: string;
  readonly someday?: boolean;
  readonly repeat?: Repeat;
}

export type PartKind = 'tag' | 'list' | 'priority' | 'start' | 'due' | 'someday' | 'repeat';

/** Words that mean something: from `from` up to `to` in the text. */
export interface Part {
  readonly kind: PartKind;
  readonly from: number;
  readonly to: number;
  readonly sets: CaptureFields;
}

export interface Capture {
  /** What is left of the text; empty when nothing is. */
  readonly title: string;
  /** In the order of the text. */
  readonly parts: readonly Part[];
  readonly fields: CaptureFields;
}

export interface CaptureContext {
  /** The moment, as clocks show it: `2026-11-26T12:00`. */
  readonly now: string;
  /** 0 is Sunday. */
  readonly weekStart: number;
  /** 1/2/2027 is the first of February. */
  readonly isDayFirst: boolean;
  readonly lists: readonly { readonly id: string; readonly name: string }[];
  /** Words that were to stay words. */
  readonly dismissed: readonly string[];
}

/** Finds dates and repeats; in a file of its own, because it is heavy. */
export type DateReader = (text: string, context: CaptureContext) => readonly Part[];
