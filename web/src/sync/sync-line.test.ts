import type { SyncStatus } from '@cairn/client';
import { syncLine } from './sync-line.ts';
import { synced } from './synced-status.ts';

const say = (change: Partial<SyncStatus>) => syncLine({ ...synced, ...change }, () => '14:02').text;

describe('the sync line', () => {
  it.each<[string, Partial<SyncStatus>]>([
    ['All changes on the server', {}],
    ['Catching up…', { caughtUp: false }],
    ['Saving…', { saving: 1 }],
    ['Saved here · 3 waiting', { saving: 1, pending: 3 }],
    ['Sending 1 change…', { pending: 1, sending: true }],
    ['Sending 1,200 changes… · 2 refused', { pending: 1200, sending: true, parked: 2 }],
    ['Saved here · 3 waiting', { pending: 3 }],
    ['Saved here · 3 waiting', { pending: 3, road: 'unknown' }],
    ['Connecting…', { road: 'unknown' }],
    ['Saved here · 3 waiting · offline since 14:02', { pending: 3, road: 'offline', downSince: 'x' }],
    ['Offline since 14:02', { road: 'offline', downSince: 'x' }],
    [
      'Saved here · 1 waiting · no answer from the server since 14:02',
      { pending: 1, road: 'unreachable', downSince: 'x' },
    ],
    ['Saved here · 1 waiting · the account is full', { pending: 1, road: 'blocked', lastError: 'QUOTA_EXCEEDED' }],
    ['Signed out — sign in to send 3 changes', { pending: 3, road: 'signed-out' }],
    ['Signed out — sign in to sync', { road: 'signed-out' }],
    ['The server refused 2 changes — see why', { parked: 2 }],
    ['Saved here · 3 waiting · stuck since 14:02, trying again', { pending: 3, sending: true, stalledSince: 'x' }],
    ['Saved here · 3 waiting · next try at 14:02', { pending: 3, lastError: 'RATE_LIMITED', retryAt: 'x' }],
    ['This device cannot store changes right now', { storageError: 'STORAGE_FULL', pending: 3 }],
  ])('says %p', (text, status) => {
    expect(say(status)).toBe(text);
  });

  it('never says that all is on the server while something waits, is refused or cannot be stored [O6]', () => {
    const roads = ['open', 'unknown', 'offline', 'unreachable', 'signed-out', 'blocked'] as const;
    for (const road of roads) {
      for (const sending of [true, false]) {
        for (const waiting of [
          { saving: 1 },
          { pending: 1 },
          { parked: 1 },
          { storageError: 'STORAGE_FULL' },
          { caughtUp: false },
          { pending: 1, stalledSince: 'x' },
        ]) {
          expect(say({ road, sending, ...waiting })).not.toContain('All changes on the server');
        }
      }
    }
  });
});
