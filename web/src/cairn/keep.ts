import type { AppCairn } from './cairn-context.ts';

let changes = 0;

/** Keeps a text on this device. Says on the page while it is not on disk yet, as `countSaved` says how much was saved. */
export function keep(kept: AppCairn['kept'], key: string, text: string): void {
  kept.set(key, text);
  void saySettled(kept);
}

async function saySettled(kept: AppCairn['kept']): Promise<void> {
  const { dataset } = document.documentElement;
  const change = (changes += 1);
  dataset.keeping = 'true';
  await kept.settled();
  if (change === changes) delete dataset.keeping;
}
