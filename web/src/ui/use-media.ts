import { Observed } from '@cairn/client';
import { useSyncExternalStore } from 'react';

const known = new Map<string, Observed<boolean>>();

/** One for each query, however many ask: to ask the platform itself brings the page's styles up to date, each time. */
function mediaOf(query: string): Observed<boolean> {
  let media = known.get(query);
  if (!media) {
    const list = window.matchMedia(query);
    const made = (media = new Observed(list.matches));
    list.addEventListener('change', () => made.set(list.matches));
    known.set(query, media);
  }
  return media;
}

/** Where there is no window yet. */
const UNKNOWN = new Observed(false);

export function useMedia(query: string): boolean {
  const media = typeof window === 'undefined' ? UNKNOWN : mediaOf(query);
  return useSyncExternalStore(media.subscribe, media.get, UNKNOWN.get);
}

/** Where the sidebar is a drawer, and a task's detail covers the screen. */
export const PHONE = '(max-width: 767px)';

/** Where a finger does what a pointer does elsewhere. */
export const TOUCH = '(pointer: coarse)';
