import { useEffect, useLayoutEffect, useRef } from 'react';
import { tookOwnStep } from './navigation.ts';
import { pathOf, type Route } from './router.ts';

/** What a page load would do and a shallow route does not: title, scroll, and focus on the new screen's heading. */
export function useScreenEffects({ screen, taskId }: Route, pane: HTMLElement | null): void {
  const key = pathOf(screen);
  const positions = useRef(new Map<string, number>());
  const previous = useRef(key);

  useEffect(() => {
    if (!pane) return;
    const { current: seen } = positions;
    const onScroll = () => seen.set(previous.current, pane.scrollTop);
    pane.addEventListener('scroll', onScroll, { passive: true });
    return () => pane.removeEventListener('scroll', onScroll);
  }, [pane]);

  useLayoutEffect(() => {
    const isOwnStep = tookOwnStep();
    if (previous.current === key) return;
    previous.current = key;
    pane?.scrollTo({ top: isOwnStep ? 0 : (positions.current.get(key) ?? 0) });
    pane?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [key, taskId, pane]);
}

/**
 * Names the screen, never what is on it: browsers keep titles in their history, where no sign-out reaches.
 */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Cairn` : 'Cairn';
  }, [title]);
}
