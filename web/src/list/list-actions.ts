import { keyAtEnd, placeBetween } from '@cairn/client';
import type { ListColor } from '@cairn/domain';
import { useMemo } from 'react';
import { useCairn, type AppCairn } from '../cairn/cairn-context.ts';
import { takingBack } from '../cairn/take-back.ts';
import { saveTo, useSave, type Save } from '../cairn/use-save.ts';
import { goTo } from '../shell/navigation.ts';
import { announce } from '../ui/announce.ts';
import { notify, notifyUndo } from '../ui/notify.ts';
import { short } from '../ui/short.ts';
import { lists } from './indexes.ts';
import { nextColor } from './next-color.ts';

export type ListActions = ReturnType<typeof listActions>;

export function useListActions(): ListActions {
  const cairn = useCairn();
  const save = useSave();
  return useMemo(() => listActions(cairn, save), [cairn, save]);
}

export function listActions(cairn: AppCairn, save: Save = saveTo(cairn)) {
  const textOf = (id: string, name: string) =>
    (cairn.screen.entity({ type: 'List', id })?.fields[name] as string | null) ?? '';
  const orderOf = (id: string) => textOf(id, 'order');
  const all = () => cairn.screen.index(lists.name, 'all').get();

  return {
    async create(name: string): Promise<void> {
      const listId = cairn.newId();
      const color = nextColor(all().map((id) => textOf(id, 'color')));
      if (await save('createList', { listId, name, color, order: keyAtEnd(all(), orderOf) })) {
        goTo({ name: 'list', listId });
      }
    },

    rename: (listId: string, name: string) => save('renameList', { listId, name }),
    recolor: (listId: string, color: ListColor) => save('recolorList', { listId, color }),

    async remove(listId: string): Promise<void> {
      if (!(await save('deleteList', { listId }))) return;
      goTo({ name: 'inbox' });
      notifyUndo(
        `“${short(textOf(listId, 'name'))}” and its tasks are in the trash`,
        takingBack(cairn, 'deleteList', listId, () => save('restoreList', { listId })),
      );
    },

    async restore(listId: string): Promise<void> {
      if (!(await save('restoreList', { listId }))) return;
      notify(`“${short(textOf(listId, 'name'))}” is back, with its tasks`, {
        label: 'Open',
        onClick: () => goTo({ name: 'list', listId }),
      });
    },

    async step(id: string, by: -1 | 1): Promise<void> {
      const ids = all();
      const to = ids.indexOf(id) + by;
      if (to < 0 || to >= ids.length) return;
      const others = ids.filter((other) => other !== id);
      const keys = placeBetween(others.slice(0, to), id, others.slice(to), orderOf);
      await Promise.all([...keys].map(([listId, order]) => save('reorderList', { listId, order })));
      announce(`${textOf(id, 'name')}: place ${to + 1} of ${ids.length}`);
    },
  };
}
