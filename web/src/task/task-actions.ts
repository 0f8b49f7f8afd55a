import { keyAtEnd, placeBetween } from '@cairn/client';
import { completionOf, oppositesOf, reopeningOf, roundId, type PlannedEvent, type Repeat } from '@cairn/domain';
import { useMemo } from 'react';
import { useCairn, type AppCairn } from '../cairn/cairn-context.ts';
import { saveAll } from '../cairn/save-all.ts';
import { takingBack } from '../cairn/take-back.ts';
import { attempt, saveTo, useSave, type Save } from '../cairn/use-save.ts';
import type { CaptureFields } from '../capture/capture.ts';
import { announce } from '../ui/announce.ts';
import { notify, notifyUndo } from '../ui/notify.ts';
import { short } from '../ui/short.ts';
import { localToday } from './dates.ts';
import { sayDate } from './say-date.ts';
import { INBOX, openTasks } from './indexes.ts';
import { linger } from './lingering.ts';
import { TaskTree } from './task-tree.ts';

export type TaskActions = ReturnType<typeof taskActions>;

export function useTaskActions(): TaskActions {
  const cairn = useCairn();
  const save = useSave();
  return useMemo(() => taskActions(cairn, save), [cairn, save]);
}

/** What a person can do with tasks; each is one event, and says how to take it back. */
export function taskActions(cairn: AppCairn, save: Save = saveTo(cairn)) {
  const field = (id: string, name: string) => cairn.screen.entity({ type: 'Task', id })?.fields[name] ?? null;
  const textOf = (id: string, name: string) => (field(id, name) as string | null) ?? '';
  const titleOf = (id: string) => textOf(id, 'title');
  const orderOf = (id: string) => textOf(id, 'order');
  const listOf = (id: string) => field(id, 'listId') as string | null;
  const tree = new TaskTree(cairn);
  const openIn = (listId: string | null) => cairn.screen.index(openTasks.name, listId ?? INBOX).get();
  const listName = (listId: string | null) =>
    listId === null
      ? 'Inbox'
      : ((cairn.screen.entity({ type: 'List', id: listId })?.fields.name as string | undefined) ?? 'list');

  /** @param where what it moves into besides, where that is another place than it was in */
  async function place(
    id: string,
    before: readonly string[],
    after: readonly string[],
    where: { readonly listId?: string | null; readonly parentId?: string | null } = {},
  ): Promise<void> {
    const moves = [...placeBetween(before, id, after, orderOf)].map(([taskId, order]): PlannedEvent => ({
      mutation: 'moveTask',
      payload: { taskId, order, ...(taskId === id ? where : {}) },
    }));
    await saveAll(cairn, moves, { label: `Moved “${short(titleOf(id))}”`, opposites: [], toast: null });
  }

  /** Those that a task stands among, where it stands now. */
  function siblingsOf(id: string): readonly string[] {
    const above = tree.above(id);
    return above ? tree.partsOf(above.id) : openIn(listOf(id));
  }

  /** As the last of a task's parts, or of the list where that is none; undefined where it would be below itself. */
  function moveInto(id: string, parentId: string | null, listId: string | null): Promise<void> | undefined {
    if (parentId !== null && (parentId === id || tree.isBelow(parentId, id))) return undefined;
    const siblings = (parentId === null ? openIn(listId) : tree.partsOf(parentId)).filter((other) => other !== id);
    return place(id, siblings, [], { parentId, listId });
  }

  return {
    titleOf,
    listName,
    listOf,

    /** With a date a new task may stand elsewhere than where it was typed. */
    add(title: string, { listId = null, ...fields }: CaptureFields): Promise<boolean> {
      const order = keyAtEnd(openIn(listId), orderOf);
      return save('createTask', { taskId: cairn.newId(), title, listId, order, ...fields });
    },

    async toggle(id: string): Promise<void> {
      if (field(id, 'completedAt') !== null) {
        const label = `Reopened “${short(titleOf(id))}”`;
        await saveAll(cairn, reopeningOf(tree, id), { label, opposites: [], toast: null });
        return announce(`Reopened ${titleOf(id)}`);
      }
      linger(id);
      const today = localToday(new Date());
      const events = completionOf(tree, id, today);
      const label = `Completed “${short(titleOf(id))}”`;
      const toast = [label, sayNext(events, id, today)].filter(Boolean).join('. ');
      await saveAll(cairn, events, { label, opposites: oppositesOf(events), toast });
    },

    async remove(id: string): Promise<void> {
      const gone = [id, ...tree.below(id).map((part) => part.id)];
      const events = gone.map((taskId): PlannedEvent => ({ mutation: 'deleteTask', payload: { taskId } }));
      const label = `“${short(titleOf(id))}” is in the trash`;
      await saveAll(cairn, events, { label, opposites: oppositesOf(events) });
    },

    async restore(id: string): Promise<void> {
      const back = [id, ...tree.thrownAwayWith(id).map((part) => part.id)];
      const events = back.map((taskId): PlannedEvent => ({ mutation: 'restoreTask', payload: { taskId } }));
      const label = `Restored “${short(titleOf(id))}”`;
      if (!(await saveAll(cairn, events, { label, opposites: [], toast: null }))) return;
      const listId = listOf(id);
      const list = listId === null ? undefined : cairn.screen.entity({ type: 'List', id: listId });
      if (listId !== null && list?.fields.deletedAt) {
        notify(`Restored to ${short(listName(listId))}, which is in the trash itself`, {
          label: 'Restore the list too',
          onClick: () => void save('restoreList', { listId }),
        });
      } else {
        notify(`Restored to ${short(listName(listId))}`);
      }
    },

    retitle: (id: string, title: string) => save('retitleTask', { taskId: id, title }),
    describe: (id: string, description: string) => save('describeTask', { taskId: id, description }),
    schedule: (id: string, dates: { start?: string | null; due?: string | null; someday?: boolean }) =>
      save('scheduleTask', { taskId: id, ...dates }),
    repeat: (id: string, repeat: Repeat | null) => save('setTaskRepeat', { taskId: id, repeat }),
    remind: (id: string, remindAt: string | null) => save('setTaskReminder', { taskId: id, remindAt }),

    /** As the last part of another task. */
    addPart(parentId: string, title: string): Promise<boolean> {
      const order = keyAtEnd(tree.partsOf(parentId), orderOf);
      return save('createTask', { taskId: cairn.newId(), title, parentId, listId: listOf(parentId), order });
    },

    /** Below the one that stands before it. */
    async indent(id: string): Promise<void> {
      const siblings = siblingsOf(id);
      const above = siblings[siblings.indexOf(id) - 1];
      if (above === undefined) return;
      await moveInto(id, above, listOf(above));
      announce(`${titleOf(id)}: now part of ${titleOf(above)}`);
    },

    /** Out of what it is a part of, to stand after that. */
    async outdent(id: string): Promise<void> {
      const parent = tree.above(id);
      if (!parent) return;
      const siblings = siblingsOf(parent.id).filter((other) => other !== id);
      const at = siblings.indexOf(parent.id) + 1;
      const parentId = tree.above(parent.id)?.id ?? null;
      await place(id, siblings.slice(0, at), siblings.slice(at), { parentId, listId: listOf(parent.id) });
      announce(`${titleOf(id)}: no longer part of ${titleOf(parent.id)}`);
    },
    prioritize: (id: string, priority: number) => save('prioritizeTask', { taskId: id, priority }),
    tag: (id: string, tag: string) => save('tagTask', { taskId: id, tags: [tag] }),
    untag: (id: string, tag: string) => save('untagTask', { taskId: id, tags: [tag] }),

    /** One place up or down in its list, or among the parts of its task. */
    async step(id: string, by: -1 | 1): Promise<void> {
      const ids = siblingsOf(id);
      const from = ids.indexOf(id);
      const to = from + by;
      if (from < 0 || to < 0 || to >= ids.length) return;
      const others = ids.filter((other) => other !== id);
      await place(id, others.slice(0, to), others.slice(to));
      announce(`${titleOf(id)}: place ${to + 1} of ${ids.length}`);
    },

    /** Beside another task, as they were dropped, one after the other: in the same list, or parts of the same task. */
    async placeBeside(ids: readonly string[], otherId: string, edge: 'top' | 'bottom'): Promise<void> {
      if (ids.includes(otherId) || ids.some((id) => tree.isBelow(otherId, id))) return;
      const parentId = tree.above(otherId)?.id ?? null;
      const listId = listOf(otherId);
      const others = siblingsOf(otherId).filter((other) => !ids.includes(other));
      const at = others.indexOf(otherId) + (edge === 'bottom' ? 1 : 0);
      const before = others.slice(0, at);
      const orders = new Map<string, string>();
      for (const id of ids) {
        const keys = placeBetween(before, id, others.slice(at), (other) => orders.get(other) ?? orderOf(other));
        for (const [taskId, order] of keys) orders.set(taskId, order);
        before.push(id);
      }
      const movedTo = (id: string) => ({
        ...(listOf(id) === listId ? {} : { listId }),
        ...(field(id, 'parentId') === parentId ? {} : { parentId }),
      });
      const moves = [...orders].map(([taskId, order]) => ({
        mutation: 'moveTask' as const,
        payload: { taskId, order, ...(ids.includes(taskId) ? movedTo(taskId) : {}) },
      }));
      if (!(await attempt(() => cairn.recordAll(moves)))) return;
      announce(`${ids.length === 1 ? titleOf(ids[0]!) : `${ids.length} tasks`}: place ${at + 1}`);
    },

    async moveToList(id: string, listId: string | null): Promise<void> {
      const was = { listId: listOf(id), order: orderOf(id), parentId: field(id, 'parentId') as string | null };
      if (was.listId === listId && was.parentId === null) return;
      const order = keyAtEnd(openIn(listId), orderOf);
      if (await save('moveTask', { taskId: id, listId, order, parentId: null })) {
        const undo = takingBack(cairn, 'moveTask', id, () => save('moveTask', { taskId: id, ...was }));
        notifyUndo(`Moved to ${short(listName(listId))}`, undo);
      }
    },
  };
}

/** “Next on Monday”: when the round that these events make comes up. */
function sayNext(events: readonly PlannedEvent[], id: string, today: string): string {
  const next = roundId(id);
  for (const event of events) {
    if (event.mutation !== 'continueTask' && event.mutation !== 'scheduleTask') continue;
    const { taskId, start, due, remindAt } = event.payload as { taskId: string } & Partial<
      Record<string, string | null>
    >;
    const date = due ?? start ?? remindAt;
    if (taskId === next && date) return `Next: ${sayDate(date, today).text}`;
  }
  return '';
}
