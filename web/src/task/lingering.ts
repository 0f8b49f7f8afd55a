import { useState, useSyncExternalStore } from 'react';

/** How long a completed row stays to be seen ticked before it leaves its list. */
const LINGER = 700;

let lingering: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function set(next: ReadonlySet<string>): void {
  lingering = next;
  for (const listener of listeners) listener();
}

export function linger(id: string): void {
  set(new Set([...lingering, id]));
  setTimeout(() => set(new Set([...lingering].filter((other) => other !== id))), LINGER);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const get = () => lingering;

export function useLingers(id: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => lingering.has(id),
    () => false,
  );
}

/** The ids to show: those of the index, and those that just left it, where they stood. */
export function useWithLingering(ids: readonly string[]): readonly string[] {
  const staying = useSyncExternalStore(subscribe, get, get);
  const [shown, setShown] = useState(ids);
  const next = withLingering(shown, ids, staying);
  if (next !== shown) setShown(next);
  return next;
}

export function withLingering(
  shown: readonly string[],
  ids: readonly string[],
  staying: ReadonlySet<string>,
): readonly string[] {
  const next = [...ids];
  if (staying.size > 0) {
    const present = new Set(ids);
    shown.forEach((id, index) => {
      if (!staying.has(id) || present.has(id)) return;
      // After the nearest one before it that is still there: a heading leaves with the last of its rows.
      const before = shown.slice(0, index).findLast((other) => next.includes(other));
      next.splice(before === undefined ? 0 : next.indexOf(before) + 1, 0, id);
    });
  }
  return next.length === shown.length && next.every((id, index) => id === shown[index]) ? shown : next;
}
