import { keyAtEnd } from '@cairn/client';
import { completionOf, oppositesOf, reopeningOf, type Entity, type PlannedEvent as Event } from '@cairn/domain';
import { generateNKeysBetween } from 'fractional-indexing';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { saveAll } from '../cairn/save-all.ts';
import { short } from '../ui/short.ts';
import { localToday } from './dates.ts';
import { sayDate } from './say-date.ts';
import { INBOX, openTasks } from './indexes.ts';
import { linger } from './lingering.ts';
import { TaskTree } from './task-tree.ts';
import { planAnytime, planFor, planNone, planSomeday, type Plan } from './plan.ts';
import { sayNumber } from '../ui/say-number.ts';

/** An event, and the one that takes it back. */
interface Change {
  readonly event: Event;
  readonly opposite: Event;
}

export type BulkActions = ReturnType<typeof bulkActions>;

/** What a person can do with several tasks at once: one thing done, with one undo. */
export function bulkActions(cairn: AppCairn) {
  const find = (id: string) => cairn.screen.entity({ type: 'Task', id });
  const tree = new TaskTree(cairn);
  const tasks = (ids: readonly string[]) => ids.map(find).filter((task) => task !== undefined);

  /** True once it is saved, or there was nothing to change. */
  async function asOne(label: string, changes: readonly (Change | undefined)[]): Promise<boolean> {
    const made = changes.filter((change) => change !== undefined);
    if (made.length === 0) return true;
    const opposites = made.map(({ opposite }) => opposite).reverse();
    return saveAll(
      cairn,
      made.map(({ event }) => event),
      { label, opposites },
    );
  }

  /** Events that several of the tasks may ask for, each once. */
  function together(label: string, events: readonly Event[]): Promise<boolean> {
    const once = new Map(events.map((event) => [JSON.stringify(event), event]));
    const all = [...once.values()];
    return saveAll(cairn, all, { label, opposites: oppositesOf(all) });
  }

  function plan(label: string, ids: readonly string[], change: (plan: Plan) => Partial<Plan>): Promise<boolean> {
    return asOne(
      label,
      tasks(ids).map(({ id: taskId, fields }) => {
        const was = { start: fields.start, due: fields.due, someday: fields.someday === true } as Plan;
        const wanted = change(was);
        const names = Object.keys(wanted) as (keyof Plan)[];
        if (names.length === 0) return undefined;
        const before = Object.fromEntries(names.map((name) => [name, was[name]]));
        return {
          event: { mutation: 'scheduleTask', payload: { taskId, ...wanted } },
          opposite: { mutation: 'scheduleTask', payload: { taskId, ...before } },
        };
      }),
    );
  }

  return {
    complete(ids: readonly string[]): Promise<boolean> {
      const open = tasks(ids).filter(({ fields }) => fields.completedAt === null);
      for (const { id } of open) linger(id);
      const today = localToday(new Date());
      return together(
        `Completed ${count(open)}`,
        open.flatMap(({ id }) => completionOf(tree, id, today)),
      );
    },

    reopen(ids: readonly string[]): Promise<boolean> {
      const done = tasks(ids).filter(({ fields }) => fields.completedAt !== null);
      return together(
        `Reopened ${count(done)}`,
        done.flatMap(({ id }) => reopeningOf(tree, id)),
      );
    },

    remove(ids: readonly string[]): Promise<boolean> {
      return together(
        `${count(ids)} in the trash`,
        tasks(ids).flatMap(({ id }) => [id, ...tree.below(id).map((part) => part.id)].map(deletionOf)),
      );
    },

    planFor: (ids: readonly string[], day: string, today: string) =>
      plan(`${count(ids)} planned for ${inSentence(sayDate(day, today).text)}`, ids, (was) => planFor(was, day)),
    planSomeday: (ids: readonly string[]) => plan(`${count(ids)} put off to some day`, ids, planSomeday),
    planAnytime: (ids: readonly string[]) => plan(`${count(ids)} for any time`, ids, planAnytime),
    planNone: (ids: readonly string[]) => plan(`${count(ids)} without a date`, ids, planNone),

    moveToList(ids: readonly string[], listId: string | null, name: string): Promise<boolean> {
      const moving = tasks(ids).filter(({ fields }) => fields.listId !== listId);
      const there = cairn.screen.index(openTasks.name, listId ?? INBOX).get();
      const orders = generateNKeysBetween(lastKey(there), null, moving.length);
      return asOne(
        `Moved ${count(moving)} to ${short(name)}`,
        moving.map(({ id: taskId, fields }, index) => ({
          event: { mutation: 'moveTask', payload: { taskId, listId, order: orders[index]! } },
          opposite: {
            mutation: 'moveTask',
            payload: { taskId, listId: fields.listId as string | null, order: fields.order as string },
          },
        })),
      );
    },

    prioritize: (ids: readonly string[], priority: number, name: string) =>
      asOne(
        priority === 0 ? `${count(ids)} without priority` : `${name} priority for ${count(ids)}`,
        tasks(ids).map(({ id: taskId, fields }) =>
          fields.priority === priority
            ? undefined
            : {
                event: { mutation: 'prioritizeTask', payload: { taskId, priority } },
                opposite: { mutation: 'prioritizeTask', payload: { taskId, priority: fields.priority as number } },
              },
        ),
      ),

    tag: (ids: readonly string[], tag: string) =>
      asOne(
        `Tagged ${count(ids)} #${tag}`,
        tasks(ids).map((task) => (has(task, tag) ? undefined : tagging(task.id, tag, 'tagTask', 'untagTask'))),
      ),

    untag: (ids: readonly string[], tag: string) =>
      asOne(
        `Took #${tag} off ${count(ids)}`,
        tasks(ids).map((task) => (has(task, tag) ? tagging(task.id, tag, 'untagTask', 'tagTask') : undefined)),
      ),
  };

  /** The last key there that can be counted on from. */
  function lastKey(ids: readonly string[]): string | null {
    const orderOf = (id: string) => (find(id)?.fields.order as string | undefined) ?? '';
    return ids.length === 0 ? null : keyAtEnd(ids, orderOf);
  }
}

function tagging(taskId: string, tag: string, does: 'tagTask' | 'untagTask', undoes: 'tagTask' | 'untagTask'): Change {
  const payload = { taskId, tags: [tag] };
  return { event: { mutation: does, payload }, opposite: { mutation: undoes, payload } };
}

function has(task: Entity, tag: string): boolean {
  return (task.fields.tags as readonly string[]).includes(tag);
}

function count({ length }: readonly unknown[]): string {
  return length === 1 ? '1 task' : `${sayNumber(length)} tasks`;
}

function inSentence(text: string): string {
  return text.replace(/^(?:Today|Tomorrow|Yesterday)/, (word) => word.toLowerCase());
}

function deletionOf(taskId: string): Event {
  return { mutation: 'deleteTask', payload: { taskId } };
}
