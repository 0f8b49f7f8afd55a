import { useSyncExternalStore } from 'react';
import { localToday } from '../task/dates.ts';
import { calendar } from './calendar.ts';

/** A clock that was put right, a machine that slept, midnight elsewhere: noticed after this many milliseconds at the latest. */
const LOOK = 30_000;

let today = '';
let timer: ReturnType<typeof setTimeout> | undefined;
let stopCalendar = () => {};
const listeners = new Set<() => void>();

function look(): void {
  clearTimeout(timer);
  const now = new Date();
  const next = localToday(now);
  if (next !== today) {
    today = next;
    for (const listener of [...listeners]) listener();
  }
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
  timer = listeners.size > 0 ? setTimeout(look, Math.min(LOOK, midnight - now.getTime() + 1)) : undefined;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', look);
    stopCalendar = calendar.subscribe(look);
    look();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', look);
    stopCalendar();
    clearTimeout(timer);
  };
}

function current(): string {
  if (listeners.size === 0) today = localToday(new Date());
  return today;
}

/** The local date; changes at midnight also in a tab that stays open. One timer for all that show it. */
export function useToday(): string {
  return useSyncExternalStore(subscribe, current, () => '');
}
