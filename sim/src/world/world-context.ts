import type { Chance } from './chance.ts';
import type { Counters } from './counters.ts';
import type { Seams } from './seams.ts';
import type { Timeline } from './timeline.ts';

/** What all parts of one world share. */
export interface WorldContext {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly counters: Counters;
  readonly seams: Seams;
  /** One line of what happened; the same for the same seed. */
  note(line: string): void;
  /** Ends the run. @throws Violation */
  violated(invariant: string, what: string): never;
  /** Ends the run where nobody waits for an answer. */
  failed(error: unknown): void;
}

/** An invariant that did not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly invariant: string;

  constructor(invariant: string, what: string) {
    super(`${invariant}: ${what}`);
    this.invariant = invariant;
  }
}
