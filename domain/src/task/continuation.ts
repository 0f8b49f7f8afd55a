import type { Entity } from '../core/entity.ts';
import type { EventOf } from '../core/event.ts';
import { nextRound, shiftPlan, type Plan, type Repeat } from './repeat.ts';
import { roundId } from './round-id.ts';
import type { taskEvents } from './task.ts';

type Task = Pick<Entity, 'id' | 'fields'>;

/** What `continueTask` says. */
export type Continuation = (typeof taskEvents)['continueTask'] extends EventOf<infer Payload> ? Payload : never;

/**
 * What the completion of a repeating task goes along with: its next round, and one of each of its parts, all open. Empty
 * for a task that does not repeat.
 * @param parts all below the task, those in the trash left out
 * @param completedOn local date
 */
export function continuationsOf(task: Task, parts: readonly Task[], completedOn: string): readonly Continuation[] {
  const repeat = task.fields.repeat as Repeat | null;
  const plan = planOf(task);
  const next = repeat && nextRound(repeat, plan, completedOn);
  if (!next) return [];
  const { days, ...planned } = next;
  const ids = new Set([task, ...parts].map(({ id }) => id));
  // A part that repeats by itself has its next round here already: that one is continued.
  const continued = parts.filter(({ id }) => !ids.has(roundId(id)));
  return [
    continuation(task, planned, task.fields.parentId as string | null),
    ...continued.map((part) => {
      const parentId = part.fields.parentId as string;
      return continuation(part, shiftPlan(planOf(part), days), ids.has(parentId) ? roundId(parentId) : parentId);
    }),
  ];
}

function continuation({ id, fields }: Task, { start, due, remindAt }: Plan, parentId: string | null): Continuation {
  const { title, order, description, listId, someday, priority, tags, repeat } = fields as typeof fields &
    Pick<Continuation, 'title' | 'order' | 'description' | 'listId' | 'someday' | 'priority' | 'tags' | 'repeat'>;
  return {
    taskId: roundId(id),
    roundOf: id,
    title,
    order,
    ...(description ? { description } : {}),
    ...(listId ? { listId } : {}),
    ...(parentId ? { parentId } : {}),
    ...(start ? { start } : {}),
    ...(due ? { due } : {}),
    ...(someday ? { someday } : {}),
    ...(priority ? { priority } : {}),
    ...(tags && tags.length > 0 ? { tags } : {}),
    ...(repeat ? { repeat } : {}),
    ...(remindAt ? { remindAt } : {}),
  };
}

function planOf({ fields: { start, due, remindAt } }: Task): Plan {
  return { start, due, remindAt } as Plan;
}
