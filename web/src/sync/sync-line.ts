import type { SyncStatus } from '@cairn/client';
import { sayTime } from '../task/say-date.ts';
import { sayReason } from './reason.ts';
import { sayChanges, sayNumber } from '../ui/say-number.ts';

/** The one line about sync. It may understate, never overstate: nothing here says "on the server" while something waits. */
export interface SyncLine {
  readonly text: string;
  readonly tone: 'calm' | 'busy' | 'waiting' | 'attention';
}

export function syncLine(status: SyncStatus, clock: (iso: string) => string = sayTime): SyncLine {
  const { road, saving, pending, parked, sending, caughtUp, stalledSince, lastError } = status;
  if (status.storageError) {
    return { text: 'This device cannot store changes right now', tone: 'attention' };
  }
  if (road === 'signed-out') {
    return {
      text: pending > 0 ? `Signed out — sign in to send ${sayChanges(pending)}` : 'Signed out — sign in to sync',
      tone: 'attention',
    };
  }
  if (parked > 0 && pending === 0) {
    return { text: `The server refused ${sayChanges(parked)} — see why`, tone: 'attention' };
  }
  const refused = parked > 0 ? [`${parked} refused`] : [];
  if (saving > 0 && pending === 0) return { text: 'Saving…', tone: 'busy' };
  if (road === 'open' && pending === 0) {
    return caughtUp ? { text: 'All changes on the server', tone: 'calm' } : { text: 'Catching up…', tone: 'busy' };
  }
  if (sending && !stalledSince) {
    return { text: [`Sending ${sayChanges(pending)}…`, ...refused].join(' · '), tone: 'busy' };
  }

  const saved = pending > 0 ? [`Saved here`, `${sayNumber(pending)} waiting`] : [];
  const reason = stalledSince ? `stuck since ${clock(stalledSince)}, trying again` : sayReason(status, clock);
  const text = [...saved, ...refused, ...(reason ? [reason] : [])].join(' · ');
  const isMoving = (road === 'open' || road === 'unknown') && !lastError && !stalledSince;
  return { text: text.charAt(0).toUpperCase() + text.slice(1), tone: isMoving ? 'busy' : 'waiting' };
}
