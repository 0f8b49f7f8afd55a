import { useMemo } from 'react';
import { useCairn, type AppCairn } from '../cairn/cairn-context.ts';
import { takingBack } from '../cairn/take-back.ts';
import { saveTo, useSave, type Save } from '../cairn/use-save.ts';
import { keyAtEnd, placeBetween } from '../order/order-keys.ts';
import { announce } from '../ui/announce.ts';
import { notify, notifyUndo } from '../ui/notify.ts';
import { short } from '../ui/short.ts';
import { INBOX, openTasks } from './indexes.ts';
import { linger } from './lingering.ts';

export type TaskActions = ReturnType<typeof taskActions>;

export function useTaskActions(): TaskActions {
  const cairn = useCairn();
  const save = useSave();
  return useMemo(() => taskActions(cairn, save), [cairn, save]);
}

/** What a person can do with tasks; each is one event, and says how to take it back. */
export function taskActions(cairn: AppCairn, save: Save = saveTo(cairn)) {
  const field = (id: string, name: string) => cairn.entity({ type: 'Task', id })?.fields[name] ?? null;
  const textOf = (id: string, name: string) => (field(id, name) as string | null) ?? '';
  const titleOf = (id: string) => textOf(id, 'title');
  const orderOf = (id: string) => textOf(id, 'order');
  const listOf = (id: string) => field(id, 'listId') as string | null;
  const openIn = (listId: string | null) => cairn.index(openTasks.name, listId ?? INBOX).get();
  const listName = (listId: string | null) =>
    listId === null
      ? 'Inbox'
      : ((cairn.entity({ type: 'List', id: listId })?.fields.name as string | undefined) ?? 'list');

  async function place(id: string, before: readonly string[], after: readonly string[]): Promise<void> {
    const keys = [...placeBetween(before, id, after, orderOf)];
    await Promise.all(keys.map(([taskId, order]) => save('moveTask', { taskId, order })));
  }

  return {
    titleOf,
    listOf,

    add(title: string, listId: string | null): Promise<boolean> {
      const order = keyAtEnd(openIn(listId), orderOf);
      return save('createTask', { taskId: cairn.newId(), title, listId, order });
    },

    async toggle(id: string): Promise<void> {
      if (field(id, 'completedAt') !== null) {
        await save('reopenTask', { taskId: id });
        return announce(`Reopened ${titleOf(id)}`);
      }
      linger(id);
      if (await save('completeTask', { taskId: id })) {
        const undo = takingBack(cairn, 'completeTask', id, () => save('reopenTask', { taskId: id }));
        notifyUndo(`Completed “${short(titleOf(id))}”`, undo);
      }
    },

    async remove(id: string): Promise<void> {
      if (await save('deleteTask', { taskId: id })) {
        const undo = takingBack(cairn, 'deleteTask', id, () => save('restoreTask', { taskId: id }));
        notifyUndo(`“${short(titleOf(id))}” is in the trash`, undo);
      }
    },

    async restore(id: string): Promise<void> {
      if (!(await save('restoreTask', { taskId: id }))) return;
      const listId = listOf(id);
      const list = listId === null ? undefined : cairn.entity({ type: 'List', id: listId });
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
    schedule: (id: string, dates: { start?: string | null; due?: string | null }) =>
      save('scheduleTask', { taskId: id, ...dates }),
    prioritize: (id: string, priority: number) => save('prioritizeTask', { taskId: id, priority }),
    tag: (id: string, tag: string) => save('tagTask', { taskId: id, tags: [tag] }),
    untag: (id: string, tag: string) => save('untagTask', { taskId: id, tags: [tag] }),

    /** One place up or down in its list. */
    async step(id: string, by: -1 | 1): Promise<void> {
      const ids = openIn(listOf(id));
      const from = ids.indexOf(id);
      const to = from + by;
      if (from < 0 || to < 0 || to >= ids.length) return;
      const others = ids.filter((other) => other !== id);
      await place(id, others.slice(0, to), others.slice(to));
      announce(`${titleOf(id)}: place ${to + 1} of ${ids.length}`);
    },

    /** Beside another task of the same list, as it was dropped. */
    async placeBeside(id: string, otherId: string, edge: 'top' | 'bottom'): Promise<void> {
      if (id === otherId) return;
      const others = openIn(listOf(otherId)).filter((other) => other !== id);
      const at = others.indexOf(otherId) + (edge === 'bottom' ? 1 : 0);
      await place(id, others.slice(0, at), others.slice(at));
      announce(`${titleOf(id)}: place ${at + 1} of ${others.length + 1}`);
    },

    async moveToList(id: string, listId: string | null): Promise<void> {
      const was = { listId: listOf(id), order: orderOf(id) };
      if (was.listId === listId) return;
      const order = keyAtEnd(openIn(listId), orderOf);
      if (await save('moveTask', { taskId: id, listId, order })) {
        const undo = takingBack(cairn, 'moveTask', id, () => save('moveTask', { taskId: id, ...was }));
        notifyUndo(`Moved to ${short(listName(listId))}`, undo);
      }
    },
  };
}
