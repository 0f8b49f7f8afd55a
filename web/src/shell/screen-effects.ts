import { useEffect, useLayoutEffect, useRef } from 'react';
import { pathOf, type Screen } from './router.ts';

/** What a page load would do and a shallow route does not: title, scroll, and focus on the new screen's heading. */
export function useScreenEffects(screen: Screen, pane: HTMLElement | null): void {
  const key = pathOf(screen);
  const positions = useRef(new Map<string, number>());
  const isReturn = useRef(false);
  const previous = useRef(key);

  useEffect(() => {
    const onPop = () => (isReturn.current = true);
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);

  useEffect(() => {
    if (!pane) return;
    const { current: seen } = positions;
    const onScroll = () => seen.set(key, pane.scrollTop);
    pane.addEventListener('scroll', onScroll, { passive: true });
    return () => pane.removeEventListener('scroll', onScroll);
  }, [key, pane]);

  useLayoutEffect(() => {
    if (previous.current === key) return;
    previous.current = key;
    pane?.scrollTo({ top: isReturn.current ? (positions.current.get(key) ?? 0) : 0 });
    isReturn.current = false;
    pane?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [key, pane]);
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Cairn` : 'Cairn';
  }, [title]);
}
