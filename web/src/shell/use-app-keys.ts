import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { undoLast } from '../ui/notify.ts';
import { goTo, navigate } from './navigation.ts';
import { pathOf, type Route } from './router.ts';

/** Element ids that keys reach from anywhere. */
export const QUICK_ADD = 'quick-add';

/** Keys that work wherever the focus is, unless somebody types. */
export function useAppKeys(route: Route, showKeys: () => void): void {
  useEffect(() => {
    const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
      if (isTyping(event.target) || document.querySelector('[role="dialog"][data-modal], [role="menu"]')) return;
      event.preventDefault();
      act();
    };
    const quickAdd = unlessTyping(() => {
      const input = document.getElementById(QUICK_ADD);
      if (input) return input.focus();
      goTo({ name: 'inbox' });
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(QUICK_ADD)?.focus()));
    });
    const toList = unlessTyping(() => document.querySelector<HTMLElement>('[data-task-link][tabindex="0"]')?.focus());
    const close = (event: KeyboardEvent) => {
      if (event.defaultPrevented || route.taskId === undefined) return;
      if (document.querySelector('[role="dialog"][data-modal], [role="menu"]')) return;
      closeTask(route);
    };
    return tinykeys(window, {
      q: quickAdd,
      n: quickAdd,
      j: toList,
      k: toList,
      'g i': unlessTyping(() => goTo({ name: 'inbox' })),
      'g c': unlessTyping(() => goTo({ name: 'completed' })),
      'g t': unlessTyping(() => goTo({ name: 'trash' })),
      'g s': unlessTyping(() => goTo({ name: 'settings' })),
      // With or without Shift, as the keyboard has it.
      '?': unlessTyping(showKeys),
      'Shift+?': unlessTyping(showKeys),
      '$mod+z': unlessTyping(undoLast),
      Escape: close,
    });
  }, [route, showKeys]);
}

/** Back to the list, and to the row the detail was opened from. */
export function closeTask({ screen, taskId }: Route): void {
  navigate(pathOf(screen));
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-task="${taskId}"] [data-task-link]`)?.focus({ preventScroll: true }),
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
