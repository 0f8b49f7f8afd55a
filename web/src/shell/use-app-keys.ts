import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { isCovered, unlessTyping } from './keys.ts';
import { goTo, navigate } from './navigation.ts';
import { pathOf, type Route } from './router.ts';

/** Element ids that keys reach from anywhere. */
export const QUICK_ADD = 'quick-add';

/** The one row of the list in sight that the tab key reaches. */
const CURRENT_ROW = '[data-task-link][tabindex="0"], [data-note][tabindex="0"]';

/** Keys that work wherever the focus is, unless somebody types. */
export function useAppKeys(route: Route, cairn: AppCairn, showKeys: () => void): void {
  useEffect(() => {
    const quickAdd = unlessTyping(() => {
      const input = document.getElementById(QUICK_ADD);
      if (input) return input.focus();
      goTo({ name: 'inbox' });
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(QUICK_ADD)?.focus()));
    });
    const toList = unlessTyping(() => document.querySelector<HTMLElement>(CURRENT_ROW)?.focus());
    const close = (event: KeyboardEvent) => {
      if (event.defaultPrevented || route.taskId === undefined) return;
      if (isCovered()) return;
      closeTask(route);
    };
    return tinykeys(window, {
      q: quickAdd,
      n: quickAdd,
      j: toList,
      k: toList,
      'g i': unlessTyping(() => goTo({ name: 'inbox' })),
      'g t': unlessTyping(() => goTo({ name: 'today' })),
      'g u': unlessTyping(() => goTo({ name: 'upcoming' })),
      'g a': unlessTyping(() => goTo({ name: 'anytime' })),
      'g n': unlessTyping(() => goTo({ name: 'notes' })),
      'g c': unlessTyping(() => goTo({ name: 'completed' })),
      'g d': unlessTyping(() => goTo({ name: 'trash' })),
      'g x': unlessTyping(() => goTo({ name: 'conflicts' })),
      'g h': unlessTyping(() => goTo({ name: 'activity' })),
      'g ,': unlessTyping(() => goTo({ name: 'settings' })),
      'Shift+N': unlessTyping(async () => (await import('../note/new-note.ts')).newNote(cairn)),
      // With or without Shift, as the keyboard has it.
      '?': unlessTyping(showKeys),
      'Shift+?': unlessTyping(showKeys),
      '$mod+z': unlessTyping(() => void stepBack(cairn, 'undo')),
      '$mod+Shift+z': unlessTyping(() => void stepBack(cairn, 'redo')),
      '$mod+y': unlessTyping(() => void stepBack(cairn, 'redo')),
      Escape: close,
    });
  }, [route, cairn, showKeys]);
}

/** Back to the list, and to the row the detail was opened from. */
export function closeTask({ screen, taskId }: Route): void {
  navigate(pathOf(screen));
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-task="${taskId}"] [data-task-link]`)?.focus({ preventScroll: true }),
  );
}

/** In a file of its own: no list has to wait for it. */
async function stepBack(cairn: AppCairn, which: 'undo' | 'redo'): Promise<void> {
  const module = await import('../history/step-back.ts');
  await module.stepBack(cairn, which);
}
