import { Observed } from '@cairn/client';

/** What lies over the whole app, opened by a command. */
export type Overlay = 'keys' | 'drawer' | 'capture' | 'sign-out';

export const overlay = new Observed<Overlay | undefined>(undefined);

export function showOverlay(which: Overlay): void {
  overlay.set(which);
}

export function closeOverlay(): void {
  overlay.set(undefined);
}
