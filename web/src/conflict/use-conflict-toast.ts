import { useEffect } from 'react';
import { useCairn, type AppCairn } from '../cairn/cairn-context.ts';
import { goTo } from '../shell/navigation.ts';
import { notifyInPlace } from '../ui/notify.ts';
import { waitingConflicts, type Waiting } from './waiting.ts';

export const CONFLICT_TOAST = 'conflict';

/** Says once, in the tab that is looked at, that something new waits for a choice. */
export function useConflictToast(): void {
  const cairn = useCairn();
  useEffect(() => {
    const waiting = waitingConflicts(cairn);
    const told = new Set(waiting.get().map(({ key }) => key));
    return waiting.subscribe(() => {
      const news = waiting.get().filter(({ key }) => !told.has(key));
      for (const { key } of news) told.add(key);
      if (news[0] && document.visibilityState === 'visible') void tell(cairn, news[0], waiting.get().length);
    });
  }, [cairn]);
}

async function tell(cairn: AppCairn, first: Waiting, count: number): Promise<void> {
  if (window.location.pathname === '/conflicts') return;
  // In a file of their own: no list has to wait for the words.
  const { titleOf } = await import('../history/words/words.ts');
  const { type, id } = first.entity;
  const title = titleOf(type, cairn.entity({ type, id })?.fields);
  const what = count === 1 ? `${title.charAt(0).toUpperCase()}${title.slice(1)} was` : `${count} things were`;
  notifyInPlace(CONFLICT_TOAST, `${what} changed on two devices`, {
    label: 'Choose',
    onClick: () => goTo({ name: 'conflicts' }),
  });
}
