import type { SyncStatus } from '@cairn/client';
import { storageTrouble } from '../account/storage-trouble.ts';

/** Why what waits is not sent, by the code of what went wrong: in half a sentence, and what helps. */
const BLOCKED: { readonly [code: string]: { readonly reason: string; readonly help: string } } = {
  QUOTA_EXCEEDED: {
    reason: 'the account is full',
    help: 'Nothing is lost: what waits is sent as soon as the account has room again. Reading goes on.',
  },
  UPGRADE_REQUIRED: {
    reason: 'reload to get the new version',
    help: 'The server needs a newer version of this app. Your changes stay here and are sent by the new one.',
  },
  SERVER_TOO_OLD: {
    reason: 'the server is older than this app',
    help: 'The server is being updated. Your changes stay here and are sent once it is.',
  },
  UNKNOWN_EVENT: {
    reason: 'the server does not know this kind of change yet',
    help: 'The server is older than this app. What it does not know yet stays here and is offered again every minute.',
  },
  PAYLOAD_TOO_LARGE: {
    reason: 'a change is too large to send',
    help: 'It stays here. Save it to a file, so that you have it in any case.',
  },
};
const ANY_BLOCK = {
  reason: 'reload to get the new version',
  help: 'This version of the app and the server do not understand each other. Reload the app; your changes stay here.',
};

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
      return (BLOCKED[lastError ?? ''] ?? ANY_BLOCK).reason;
    case 'unknown':
      return pending > 0 ? '' : 'connecting…';
    case 'open':
      return lastError && retryAt ? `next try at ${clock(retryAt)}` : '';
    case 'signed-out':
      return '';
  }
}

export interface Help {
  /** What is so, and what it means for what waits. */
  readonly text: string;
  readonly action?: 'sync' | 'sign-in' | 'reload' | undefined;
}

/** What the person may want to know, or do, about how sync stands; undefined when there is nothing. */
export function sayHelp(status: SyncStatus): Help | undefined {
  const { road, pending, parked, stalledSince, storageError, lastError } = status;
  const trouble = storageError && storageTrouble(status);
  if (trouble) return { text: trouble.text, action: trouble.canReload ? 'reload' : undefined };
  if (road === 'signed-out') {
    return { text: 'Everything stays on this device and is sent once you sign in again.', action: 'sign-in' };
  }
  if (road === 'blocked') {
    const text = (BLOCKED[lastError ?? ''] ?? ANY_BLOCK).help;
    const isOurs = lastError === 'UPGRADE_REQUIRED' || BLOCKED[lastError ?? ''] === undefined;
    return { text, action: isOurs ? 'reload' : 'sync' };
  }
  if (stalledSince) {
    return {
      text: 'The way is open and still nothing moves. It is tried again by itself; reloading the app may help. Nothing is lost.',
      action: 'reload',
    };
  }
  if (road === 'offline') {
    return {
      text: 'Everything you do is saved here and sent when there is a network again. You need not do anything.',
    };
  }
  if (road === 'unreachable') {
    return {
      text: 'There is a network, but the server does not answer. It is asked again by itself, more and more seldom.',
      action: 'sync',
    };
  }
  if (parked > 0 && pending === 0) {
    return {
      text: 'Nothing else waits. It stays on this device, with the reason, until you decide what becomes of it.',
    };
  }
  if (road === 'open' && pending > 0 && lastError) {
    return {
      text:
        lastError === 'RATE_LIMITED'
          ? 'The server asked for a pause; what waits is sent after it.'
          : 'The last try failed; the next comes by itself.',
    };
  }
  return undefined;
}
