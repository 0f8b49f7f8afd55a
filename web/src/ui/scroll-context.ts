import { createContext, useContext, type RefObject } from 'react';

/** The pane that scrolls: one for the whole screen, so that header, rows and what follows move together. */
export const ScrollContext = createContext<RefObject<HTMLElement | null>>({ current: null });

export function useScroller(): RefObject<HTMLElement | null> {
  return useContext(ScrollContext);
}
