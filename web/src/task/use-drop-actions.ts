import { useCallback } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useToday } from '../ui/use-today.ts';
import type { DropPlace } from './drop-place.ts';
import { useTaskActions } from './task-actions.ts';

/** What becomes of tasks that were dropped somewhere. */
export function useDropActions(): (ids: readonly string[], place: DropPlace) => Promise<void> {
  const cairn = useCairn();
  const today = useToday();
  const single = useTaskActions();
  return useCallback(
    async (ids, place) => {
      const { bulkActions } = await import('./bulk-actions.ts');
      const actions = bulkActions(cairn);
      switch (place.to) {
        case 'list':
          return void actions.moveToList(ids, place.listId, single.listName(place.listId));
        case 'today':
          return void actions.planFor(ids, today, today);
        case 'day':
          return void actions.planFor(ids, place.day, today);
        case 'someday':
          return void actions.planSomeday(ids);
        case 'anytime':
          return void actions.planAnytime(ids);
        case 'tag':
          return void actions.tag(ids, place.tag);
        case 'completed':
          return void actions.complete(ids);
        case 'trash':
          return void actions.remove(ids);
      }
    },
    [cairn, today, single],
  );
}
