import type { Environment } from './environment/environment.ts';
import { StorageError } from './storage-error.ts';
import { SyncState } from './sync-state.ts';

const rig = (isOnline = true) =>
  new SyncState({ now: () => 0, signals: { isOnline: () => isOnline } } as unknown as Environment);

test('[O6] a send that failed says nothing about what was received: still caught up', () => {
  const sync = rig();
  sync.complete(true);
  sync.roadFailed({ kind: 'road', code: 'NETWORK' }, undefined);
  sync.roadOpen();
  expect(sync.status.get()).toMatchObject({ road: 'open', caughtUp: true });
});

test('[O6] [F4] while a restored server is owed anything, not all is there', () => {
  const sync = rig();
  sync.owing(true);
  sync.complete(true);
  expect(sync.status.get().caughtUp).toBe(false);
  sync.owing(false);
  expect(sync.status.get().caughtUp).toBe(true);
});

test('[O6] no network and no answer are told apart, and since when', () => {
  const offline = rig(false);
  offline.roadFailed({ kind: 'road', code: 'NETWORK' }, 1_000);
  expect(offline.status.get()).toMatchObject({
    road: 'offline',
    downSince: '1970-01-01T00:00:00.000Z',
    retryAt: '1970-01-01T00:00:01.000Z',
  });
  const online = rig();
  online.roadFailed({ kind: 'road', code: 'HTTP_502' }, undefined);
  expect(online.status.get()).toMatchObject({ road: 'unreachable', lastError: 'HTTP_502' });
});

test('[C5] an outbox that works again is told; storage that is not there stays told', () => {
  const sync = rig();
  sync.storageFailed(new StorageError('STORAGE_FULL', ''));
  sync.outboxWorks();
  expect(sync.status.get().storageError).toBeUndefined();
  sync.storageFailed(new StorageError('STORAGE_UNAVAILABLE', ''), true);
  sync.outboxWorks();
  expect(sync.status.get().storageError).toBe('STORAGE_UNAVAILABLE');
});

test('[O6] what the feed hears does not hide why nothing is sent', () => {
  const sync = rig();
  sync.senderFailed({ kind: 'blocked', code: 'QUOTA_EXCEEDED' }, 60_000);
  sync.roadOpen();
  expect(sync.status.get()).toMatchObject({ road: 'blocked', lastError: 'QUOTA_EXCEEDED' });
  sync.senderFailed({ kind: 'road', code: 'RATE_LIMITED', retryAfter: 60_000 }, 60_000);
  expect(sync.status.get()).toMatchObject({ road: 'open', downSince: undefined, lastError: 'RATE_LIMITED' });
  sync.roadOpen();
  expect(sync.status.get()).toMatchObject({
    road: 'open',
    lastError: 'RATE_LIMITED',
    retryAt: '1970-01-01T00:01:00.000Z',
  });
  sync.senderWorks();
  sync.roadOpen();
  expect(sync.status.get().lastError).toBeUndefined();
});
