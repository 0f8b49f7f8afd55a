import type { SyncStatus } from '@cairn/client';

/** Why what waits is not sent, by the code of what went wrong: in half a sentence. What helps is in help.ts. */
const BLOCKED: { readonly [code: string]: string } = {
  QUOTA_EXCEEDED: 'the account is full',
  UPGRADE_REQUIRED: 'reload to get the new version',
  SERVER_TOO_OLD: 'the server is older than this app',
  UNKNOWN_EVENT: 'the server does not know this kind of change yet',
  PAYLOAD_TOO_LARGE: 'a change is too large to send',
};
const ANY_BLOCK = 'reload to get the new version';

export function sayReason(
  { road, downSince, lastError, pending, retryAt }: SyncStatus,
  clock: (iso: string) => string,
): string {
  const since = downSince ? ` since ${clock(downSince)}` : '';
  switch (road) {
    case 'offline':
      return `offline${since}`;
    case 'unreachable':
      return `no answer from the server${since}`;
    case 'blocked':
      return BLOCKED[lastError ?? ''] ?? ANY_BLOCK;
    case 'unknown':
      return pending > 0 ? '' : 'connecting…';
    case 'open':
      return lastError && retryAt ? `next try at ${clock(retryAt)}` : '';
    case 'signed-out':
      return '';
  }
}
