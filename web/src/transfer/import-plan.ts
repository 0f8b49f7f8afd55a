import type { PlannedEvent } from '@cairn/domain';
import { sayNumber } from '../ui/say-number.ts';

/** Most events of one import: what a person can still look over, and undo at once. */
export const IMPORT_LIMIT = 20_000;

/** Something that will be there. */
export interface Created {
  readonly kind: 'list' | 'task' | 'note';
  readonly title: string;
  /** Where, when, how: “Groceries · due 2026-12-01 · #home”. */
  readonly detail: string;
  /** How deep below another task. */
  readonly depth: number;
}

/** Something that will not be there as it was given. */
export interface Remark {
  /** Which: a line, a file. */
  readonly where: string;
  readonly why: string;
  /** False where only a part was changed. */
  readonly isSkipped: boolean;
}

/** What an import would do; nothing is written yet. */
export interface ImportPlan {
  readonly events: readonly PlannedEvent[];
  readonly created: readonly Created[];
  readonly remarks: readonly Remark[];
}

/** What a file is made into a plan with. Ids and time come from outside. */
export interface PlanContext {
  newId(): string;
  readonly now: Date;
  /** Order keys that are taken: of all lists, and of the open tasks of the Inbox. The last of each. */
  readonly lastListKey: string | null;
  readonly lastInboxKey: string | null;
}

/** A file cannot be taken in at all; the message is for the person. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** “3 lists, 1 task” */
export function sayCreated(created: readonly Created[]): string {
  const said = (['list', 'task', 'note'] as const).flatMap((kind) => {
    const count = created.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${sayNumber(count)} ${kind}${count === 1 ? '' : 's'}`];
  });
  return said.length === 0 ? 'nothing' : said.join(', ');
}

/** @throws ImportError */
export function checkSize(events: readonly PlannedEvent[]): void {
  if (events.length <= IMPORT_LIMIT) return;
  const [many, most] = [events.length, IMPORT_LIMIT].map((count) => sayNumber(count));
  throw new ImportError(`That is ${many} changes at once; at most ${most} are taken in. Bring it in in parts.`);
}
