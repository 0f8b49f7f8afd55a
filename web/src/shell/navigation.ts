'use client';
import { usePathname } from 'next/navigation';
import { useMemo } from 'react';
import { parseRoute, pathOf, type Route, type Screen } from './router.ts';

let isOwn = false;

/** Shallow: Next keeps its own state in history, and follows `usePathname`; no server is asked for anything. */
export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  if (path === window.location.pathname) return;
  isOwn = true;
  if (how === 'replace') window.history.replaceState(null, '', path);
  else window.history.pushState(null, '', path);
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
  navigate(pathOf(screen));
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-task="${taskId}"] [data-task-link]`)?.focus({ preventScroll: true }),
  );
}

export function useRoute(): Route {
  const pathname = usePathname();
  return useMemo(() => parseRoute(pathname), [pathname]);
}
