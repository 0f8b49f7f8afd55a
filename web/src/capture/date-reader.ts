import { useSyncExternalStore } from 'react';
import type { DateReader } from './capture.ts';

let reader: DateReader | undefined;
let loading: Promise<void> | undefined;
const listeners = new Set<() => void>();

/** Fetches what reads dates in words. Where that fails, they stay words, and the next use tries again. */
export function loadDateReader(): Promise<void> {
  loading ??= import('./read-dates.ts').then(
    ({ readDates }) => {
      reader = readDates;
      for (const listener of listeners) listener();
    },
    () => {
      loading = undefined;
    },
  );
  return loading;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const get = () => reader;

/** Undefined until it is loaded. */
export function useDateReader(): DateReader | undefined {
  return useSyncExternalStore(subscribe, get, get);
}
