import { createContext, useContext } from 'react';

/**
 * The pane that scrolls: one for the whole screen, so that header, rows and what follows move together. An element, not
 * a ref: what stands in it needs it in its own first effects, before a parent's ref would be set.
 */
export const PaneContext = createContext<HTMLElement | null>(null);

export function usePane(): HTMLElement {
  const pane = useContext(PaneContext);
  if (!pane) throw new Error('only inside the pane');
  return pane;
}
