import type { Entity } from '../core/entity.ts';
import type { PlannedEvent } from '../index.ts';
import { continuationsOf, type Continuation } from './continuation.ts';
import { roundId } from './round-id.ts';

/** Tasks as whoever asks sees them. */
export interface Tasks {
  find(id: string): Entity | undefined;
  /** All below it, each after what it is a part of, without those in the trash. */
  below(id: string): readonly Entity[];
}

/**
 * What completing a task means: its open parts are done with it, and where it repeats the next round is made, with one of
 * each part. One that is in the trash, because an earlier completion was taken back, comes out of it again.
 * @param today local date
 */
export function completionOf(tree: Tasks, id: string, today: string): readonly PlannedEvent[] {
  const task = tree.find(id);
  if (!task) return [];
  const below = tree.below(id);
  const open = [task, ...below].filter(({ fields }) => fields.completedAt === null);
  return [
    ...open.map(({ id: taskId }): PlannedEvent => ({ mutation: 'completeTask', payload: { taskId } })),
    ...continuationsOf(task, below, today).flatMap((round) => next(round, tree.find(round.taskId))),
  ];
}

/** What opening it again means: the next round goes with the completion that made it, if nobody has touched it since. */
export function reopeningOf(tree: Tasks, id: string): readonly PlannedEvent[] {
  const round = tree.find(roundId(id));
  const rounds = round && isUntouched(round) ? [round, ...tree.below(round.id)] : [];
  return [
    { mutation: 'reopenTask', payload: { taskId: id } },
    ...rounds.map(({ id: taskId }): PlannedEvent => ({ mutation: 'deleteTask', payload: { taskId } })),
  ];
}

function next(round: Continuation, known: Entity | undefined): PlannedEvent[] {
  if (!known) return [{ mutation: 'continueTask', payload: round }];
  if (known.fields.deletedAt === null) return [];
  const { taskId, start = null, due = null, remindAt = null } = round;
  return [
    { mutation: 'restoreTask', payload: { taskId } },
    { mutation: 'scheduleTask', payload: { taskId, start, due } },
    ...(remindAt === known.fields.remindAt
      ? []
      : [{ mutation: 'setTaskReminder' as const, payload: { taskId, remindAt } }]),
  ];
}

/** Nothing but its creation has written to it. */
function isUntouched({ fields, writers }: Entity): boolean {
  return (
    fields.deletedAt === null &&
    fields.completedAt === null &&
    new Set(Object.values(writers).map(({ version }) => version)).size === 1
  );
}

/** What takes such events back, one by one. */
export function oppositesOf(events: readonly PlannedEvent[]): readonly PlannedEvent[] {
  return [...events].reverse().flatMap((event): PlannedEvent[] => {
    const { taskId } = event.payload as { readonly taskId: string };
    switch (event.mutation) {
      case 'completeTask':
        return [{ mutation: 'reopenTask', payload: { taskId } }];
      case 'reopenTask':
        return [{ mutation: 'completeTask', payload: { taskId } }];
      case 'continueTask':
      case 'restoreTask':
        return [{ mutation: 'deleteTask', payload: { taskId } }];
      case 'deleteTask':
        return [{ mutation: 'restoreTask', payload: { taskId } }];
      default:
        return [];
    }
  });
}
