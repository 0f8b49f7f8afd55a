import type { SyncStatus } from '@cairn/client';

/** For tests: all is on the server, and nothing is wrong. */
export const synced: SyncStatus = {
  road: 'open',
  sending: false,
  isLeading: true,
  saving: 0,
  pending: 0,
  parked: 0,
  caughtUp: true,
};
