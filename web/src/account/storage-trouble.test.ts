import type { SyncStatus } from '@cairn/client';
import { storageTrouble } from './storage-trouble.ts';

const disk = { mode: 'disk', isEncrypted: true } as const;
const memory = { mode: 'memory', isEncrypted: false } as const;
const textOf = (status: Partial<SyncStatus>) => storageTrouble(status as SyncStatus)?.text;

test('[C5] nothing is said while storage works', () => {
  expect(textOf({})).toBeUndefined();
  expect(textOf({ storage: disk })).toBeUndefined();
});

test.each([
  ['memory, for whatever reason', { storage: memory }, /keep nothing here/],
  ['memory, forbidden', { storage: memory, storageError: 'STORAGE_UNAVAILABLE' }, /private windows.*this tab alone/],
  ['blocked', { storage: memory, storageError: 'STORAGE_BLOCKED' }, /older version.*Close it.*this tab alone/],
  ['an older tab at its start', { storage: memory, storageError: 'STORAGE_NEWER' }, /newer version.*this tab alone/],
  ['an older tab', { storage: disk, storageError: 'STORAGE_NEWER' }, /newer version.*Reload/],
  ['full', { storage: disk, storageError: 'STORAGE_FULL' }, /no room left.*is kept.*may be refused/],
  ['deleted', { storage: disk, storageError: 'STORAGE_LOST' }, /deleted while it was open/],
  ['failing', { storage: disk, storageError: 'STORAGE_UNAVAILABLE' }, /may not be saved/],
  ['a code of tomorrow', { storage: disk, storageError: 'STORAGE_ODD' }, /may not be saved/],
  ['lost', { storage: { ...disk, lost: 3 } }, /gone, and with it 3 changes that had not reached/],
  ['lost, nothing unsent', { storage: { ...disk, lost: 0 } }, /All of it was on the server/],
  ['damaged', { storage: { ...disk, unreadable: 1 } }, /1 change kept on this device cannot be read/],
] as const)('[C5] says what is so: %s', (_name, status, text) => {
  expect(textOf(status)).toMatch(text);
});

test('[C5] [S13] no reload is offered that would take away what is in the tab alone', () => {
  const canReload = (status: Partial<SyncStatus>) => storageTrouble(status as SyncStatus)!.canReload;
  expect(canReload({ storage: memory, pending: 0 })).toBe(true);
  expect(canReload({ storage: memory, pending: 1 })).toBe(false);
  expect(canReload({ storage: disk, storageError: 'STORAGE_LOST', pending: 1 })).toBe(false);
  expect(canReload({ storage: disk, storageError: 'STORAGE_NEWER', pending: 1 })).toBe(true);
});
