import type { SyncStatus } from '@cairn/client';
import { sayChanges } from '../ui/say-number.ts';

/** What a person has to know about this device's storage, now. */
export interface StorageTrouble {
  readonly text: string;
  readonly canReload: boolean;
  /** It is over, and was said. */
  readonly canDismiss: boolean;
}

const IN_MEMORY = 'What you write now lives in this tab alone until it is on the server: do not close it before.';

/** By code, of storage that could not be opened at all. */
const CLOSED: { readonly [code: string]: string } = {
  STORAGE_BLOCKED: `Another tab keeps an older version of Cairn open. Close it, then reload. ${IN_MEMORY}`,
  STORAGE_NEWER: `A newer version of Cairn has been used here. Reload to get it. ${IN_MEMORY}`,
  STORAGE_FULL: `This device has no room left. Make some, then reload. ${IN_MEMORY}`,
};
const KEEPS_NOTHING = `This browser lets Cairn keep nothing here, as in some private windows. ${IN_MEMORY}`;

/** By code, of storage that was open and fails now. */
const FAILING: { readonly [code: string]: string } = {
  STORAGE_FULL:
    'This device has no room left. What waits to be sent is kept; what is on the server is not kept here any more, and new changes may be refused. Make room, then reload.',
  STORAGE_LOST:
    'What Cairn kept here was deleted while it was open. Nothing more can be saved in this tab. Wait until what is in it is on the server, then reload.',
  STORAGE_NEWER:
    'A newer version of Cairn is open in another tab. Reload: until then nothing more is saved in this one.',
};
const FAILS =
  'This device’s storage does not work right now: what you write may not be saved. Reload; if that does not help, restart the browser.';

export function storageTrouble({ storage, storageError, pending }: SyncStatus): StorageTrouble | undefined {
  // What is in this tab alone would not survive it.
  const canReload = pending === 0;
  if (storage?.mode === 'memory') {
    return { text: CLOSED[storageError ?? ''] ?? KEEPS_NOTHING, canReload, canDismiss: false };
  }
  if (storageError)
    return {
      text: FAILING[storageError] ?? FAILS,
      canReload: canReload || storageError === 'STORAGE_NEWER',
      canDismiss: false,
    };
  const text = sayLosses(storage ?? {}).join(' ');
  return text === '' ? undefined : { text, canReload: false, canDismiss: true };
}

export function sayLosses({ lost, unreadable }: Partial<NonNullable<SyncStatus['storage']>>): string[] {
  const said: string[] = [];
  if (lost === 0) said.push('What was kept on this device was gone, and is loaded again. All of it was on the server.');
  else if (lost !== undefined) {
    said.push(`What was kept on this device is gone, and with it ${sayChanges(lost)} that had not reached the server.`);
  }
  if (unreadable)
    said.push(`${sayChanges(unreadable)} kept on this device cannot be read any more, and so not be sent.`);
  return said;
}
