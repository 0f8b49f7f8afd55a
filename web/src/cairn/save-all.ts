import type { PlannedEvent } from '@cairn/domain';
import { notifyUndo } from '../ui/notify.ts';
import type { AppCairn } from './cairn-context.ts';
import { attempt } from './use-save.ts';

interface Said {
  /** What was done, in the words of undo: “Completed “Milk””. */
  readonly label: string;
  /** What takes it back once more has been done since. */
  readonly opposites: readonly PlannedEvent[];
  /** What the toast says; default: the label. Null: nothing. */
  readonly toast?: string | null;
}

/** Several events as one thing done, with one undo that a toast offers. False when it was refused, and the person knows. */
export async function saveAll(
  cairn: AppCairn,
  events: readonly PlannedEvent[],
  { label, opposites, toast = label }: Said,
): Promise<boolean> {
  const [first] = events;
  if (!first) return true;
  if (!(await attempt(() => cairn.recordAll(events, { label })))) return false;
  if (toast === null) return true;
  notifyUndo(toast, () => {
    const { undo } = cairn.undoable.get();
    const isLast = undo?.label === label && undo.mutation === first.mutation && (undo.count ?? 1) === events.length;
    void attempt<unknown>(() => (isLast ? cairn.undo() : cairn.recordAll(opposites, { label: `Took back: ${label}` })));
  });
  return true;
}
