import type { SyncStatus } from '@cairn/client';
import { storageTrouble } from '../account/storage-trouble.ts';

/** What helps where nothing is sent, by the code of what went wrong; why is in reason.ts. */
const BLOCKED: { readonly [code: string]: string } = {
  QUOTA_EXCEEDED: 'Nothing is lost: what waits is sent as soon as the account has room again. Reading goes on.',
  UPGRADE_REQUIRED: 'A newer version of this app is needed. Your changes stay here and are sent by the new one.',
  SERVER_TOO_OLD: 'The server is being updated. Your changes stay here and are sent once it is.',
  UNKNOWN_EVENT:
    'The server is older than this app. What it does not know yet stays here and is offered again every minute.',
  PAYLOAD_TOO_LARGE: 'It stays here. Save it to a file, so that you have it in any case.',
};
const ANY_BLOCK =
  'This version of the app and the server do not understand each other. Reload the app; your changes stay here.';

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
    const text = BLOCKED[lastError ?? ''] ?? ANY_BLOCK;
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
