import type { SyncStatus } from '@cairn/client';
import { sayHelp } from './help.ts';
import { synced } from './synced-status.ts';

describe('what helps', () => {
  it('is nothing while all is well', () => {
    expect(sayHelp(synced)).toBeUndefined();
    expect(sayHelp({ ...synced, pending: 3, sending: true })).toBeUndefined();
  });

  it.each<[what: string, change: Partial<SyncStatus>, action: string | undefined, text: RegExp]>([
    ['offline', { road: 'offline' }, undefined, /need not do anything/],
    ['no answer', { road: 'unreachable' }, 'sync', /asked again by itself/],
    ['an ended session', { road: 'signed-out' }, 'sign-in', /sign in again/],
    ['a full account', { road: 'blocked', lastError: 'QUOTA_EXCEEDED' }, 'sync', /room again/],
    ['an old app', { road: 'blocked', lastError: 'UPGRADE_REQUIRED' }, 'reload', /stay here/],
    ['an old server', { road: 'blocked', lastError: 'UNKNOWN_EVENT' }, 'sync', /older than this app/],
    ['a block nobody knows', { road: 'blocked', lastError: 'SOMETHING' }, 'reload', /stay here/],
    ['a refused change', { parked: 1 }, undefined, /until you decide/],
    ['a pause', { pending: 1, lastError: 'RATE_LIMITED' }, undefined, /asked for a pause/],
    ['a queue that is stuck', { pending: 1, stalledSince: 'x' }, 'reload', /Nothing is lost/],
    ['a full disk', { storageError: 'STORAGE_FULL' }, 'reload', /no room left/],
    ['storage that was deleted', { storageError: 'STORAGE_LOST', pending: 1 }, undefined, /deleted while it was open/],
    [
      'storage that another tab holds',
      { storage: { mode: 'memory', isEncrypted: false }, storageError: 'STORAGE_BLOCKED', pending: 1 },
      undefined,
      /Close it, then reload/,
    ],
    [
      'an ended session without storage',
      { storage: { mode: 'memory', isEncrypted: false }, road: 'signed-out' },
      'sign-in',
      /sign in again/,
    ],
  ])('[O6] %s has a reason and a way on', (_what, change, action, text) => {
    const help = sayHelp({ ...synced, ...change });
    expect(help?.action).toBe(action);
    expect(help?.text).toMatch(text);
  });
});
