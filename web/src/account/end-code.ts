import type { SyncStatus } from '@cairn/client';

/** Why the server takes nothing of this device any more, for good. */
export type EndCode = 'SESSION_REVOKED' | 'ACCOUNT_GONE';

export function isEndCode(code: unknown): code is EndCode {
  return code === 'SESSION_REVOKED' || code === 'ACCOUNT_GONE';
}

/** Undefined for a session that has merely run out, too: that one keeps everything, and goes on after a sign-in. */
export function endOf({ road, lastError }: SyncStatus): EndCode | undefined {
  return road === 'signed-out' && isEndCode(lastError) ? lastError : undefined;
}
