import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { pathOf, type Screen } from './router.ts';

/** What a page load would do and a shallow route does not: title, scroll, and focus on the new screen's heading. */
export function useScreenEffects(screen: Screen, scroller: RefObject<HTMLElement | null>): void {
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
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => positions.current.set(key, element.scrollTop);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [key, scroller]);

  useLayoutEffect(() => {
    if (previous.current === key) return;
    previous.current = key;
    scroller.current?.scrollTo({ top: isReturn.current ? (positions.current.get(key) ?? 0) : 0 });
    isReturn.current = false;
    scroller.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [key, scroller]);
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Cairn` : 'Cairn';
  }, [title]);
}
