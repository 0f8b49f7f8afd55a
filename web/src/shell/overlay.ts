import { Observed } from '@cairn/client';
import type { CommandContext } from '../command/command.ts';

/** What lies over the whole app, opened by a command. */
export type Overlay = 'keys' | 'drawer' | 'capture' | 'sign-out' | 'palette';

export const overlay = new Observed<Overlay | undefined>(undefined);

/** Where the person was when they asked for it. */
let asked: CommandContext | undefined;

export function askedFrom(): CommandContext | undefined {
  return asked;
}

export function showOverlay(which: Overlay, context?: CommandContext): void {
  asked = context;
  overlay.set(which);
}

export function closeOverlay(): void {
  overlay.set(undefined);
}
