import { useCallback, useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** Where the sidebar is a drawer, and a task's detail covers the screen. */
export const PHONE = '(max-width: 767px)';

/** Where a finger does what a pointer does elsewhere. */
export const TOUCH = '(pointer: coarse)';
