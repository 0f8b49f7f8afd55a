import { splitLocal } from './dates.ts';
import { PRIORITIES } from './priority.ts';

interface Happened {
  /** Past tense, as the log names it. */
  readonly type: string;
  /** The fields it changed. */
  readonly applied: Readonly<Record<string, unknown>>;
}

/** An event of a task's history in a few words. `listName` answers for lists this device knows. */
export function sayEvent({ type, applied }: Happened, listName: (id: string) => string | undefined): string {
  switch (type) {
    case 'TaskCreated':
      return 'Created';
    case 'TaskRetitled':
      return `Renamed to “${String(applied.title ?? '')}”`;
    case 'TaskDescribed':
      return applied.description === '' ? 'Removed the description' : 'Changed the description';
    case 'TaskScheduled':
      return saySchedule(applied);
    case 'TaskPrioritized':
      return `Set priority to ${PRIORITIES[Number(applied.priority)]?.toLowerCase() ?? 'another value'}`;
    case 'TaskCompleted':
      return 'Completed';
    case 'TaskReopened':
      return 'Reopened';
    case 'TaskMoved':
      return sayMove(applied, listName);
    case 'TaskDeleted':
      return 'Moved to the trash';
    case 'TaskRestored':
      return 'Restored';
    default:
      return type.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  }
}

function saySchedule(applied: Happened['applied']): string {
  const parts = (['start', 'due'] as const).flatMap((name) => {
    const value = applied[name];
    if (value === undefined) return [];
    return value === null ? [`no ${name} date`] : [`${name} ${splitLocal(String(value)).date}`];
  });
  return parts.length === 0 ? 'Scheduled' : `Scheduled: ${parts.join(', ')}`;
}

function sayMove(applied: Happened['applied'], listName: (id: string) => string | undefined): string {
  if (applied.listId === undefined) return 'Reordered';
  if (applied.listId === null) return 'Moved to Inbox';
  return `Moved to ${listName(String(applied.listId)) ?? 'another list'}`;
}
