import { browserEnvironment, leavingAccounts } from '@cairn/client';

/** Finishes what was begun before the browser was closed, before anything is shown. */
async function finishBegun(): Promise<void> {
  const begun = await leavingAccounts(browserEnvironment()).catch(() => []);
  // What it takes is rarely needed, and no part of a start.
  if (begun.length > 0) await (await import('./leaving.ts')).finishLeft(begun);
}

/** Resolves when nobody who has left is here any more. */
export const begunIsFinished: Promise<void> = typeof window === 'undefined' ? Promise.resolve() : finishBegun();
