import { useMemo, useSyncExternalStore } from 'react';
import { parseRoute, pathOf, type Route, type Screen } from './router.ts';

let isOwn = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** The path of the address bar. The page is prerendered for all of them as `/`. */
export function usePathname(): string {
  return useSyncExternalStore(
    subscribe,
    () => window.location.pathname,
    () => '/',
  );
}

/** Another address for the same page: no server is asked for anything. */
export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  if (path === window.location.pathname) return;
  isOwn = true;
  if (how === 'replace') window.history.replaceState(null, '', path);
  else window.history.pushState(null, '', path);
  for (const listener of listeners) listener();
}

/** Whether the address changed by `navigate` since the last call; otherwise the browser went back or forward. */
export function tookOwnStep(): boolean {
  const was = isOwn;
  isOwn = false;
  return was;
}

export function goTo(screen: Screen, taskId?: string): void {
  navigate(pathOf(screen, taskId));
}

/** Back to the list, and to the row the detail was opened from. */
export function closeTask({ screen, taskId }: Route): void {
  const focusRow = () =>
    document.querySelector<HTMLElement>(`[data-task="${taskId}"] [data-task-link]`)?.focus({ preventScroll: true });
  navigate(pathOf(screen));
  // At once, or a key that follows within this frame is about nothing; again where the row was out of reach until now.
  focusRow();
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) focusRow();
  });
}

export function useRoute(): Route {
  const pathname = usePathname();
  return useMemo(() => parseRoute(pathname), [pathname]);
}
