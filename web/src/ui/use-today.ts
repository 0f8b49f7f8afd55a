import { useSyncExternalStore } from 'react';
import { localToday } from '../task/dates.ts';

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 30_000);
  document.addEventListener('visibilitychange', listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** The local date; changes at midnight also in a tab that stays open. */
export function useToday(): string {
  return useSyncExternalStore(
    subscribe,
    () => localToday(new Date()),
    () => '',
  );
}
