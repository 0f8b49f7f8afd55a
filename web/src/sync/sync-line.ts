import type { SyncStatus } from '@cairn/client';

/** The one line about sync. It may understate, never overstate: nothing here says "on the server" while something waits. */
export interface SyncLine {
  readonly text: string;
  readonly tone: 'calm' | 'busy' | 'waiting' | 'attention';
}

const changes = (count: number) => (count === 1 ? '1 change' : `${count.toLocaleString('en')} changes`);

export function syncLine(status: SyncStatus, clock: (iso: string) => string = clockTime): SyncLine {
  const { road, pending, parked, sending, caughtUp } = status;
  if (status.storageError) {
    return { text: 'This device cannot store changes right now', tone: 'attention' };
  }
  if (road === 'signed-out') {
    return {
      text: pending > 0 ? `Signed out — sign in to send ${changes(pending)}` : 'Signed out — sign in to sync',
      tone: 'attention',
    };
  }
  if (parked > 0 && pending === 0) {
    return { text: `The server refused ${changes(parked)} — see why`, tone: 'attention' };
  }
  const refused = parked > 0 ? [`${parked} refused`] : [];
  if (road === 'open' && pending === 0) {
    return caughtUp ? { text: 'All changes on the server', tone: 'calm' } : { text: 'Catching up…', tone: 'busy' };
  }
  if (sending) return { text: [`Sending ${changes(pending)}…`, ...refused].join(' · '), tone: 'busy' };

  const saved = pending > 0 ? [`Saved here`, `${pending.toLocaleString('en')} waiting`] : [];
  const reason = roadText(status, clock);
  const text = [...saved, ...refused, ...(reason ? [reason] : [])].join(' · ');
  return {
    text: text.charAt(0).toUpperCase() + text.slice(1),
    tone: road === 'open' || road === 'unknown' ? 'busy' : 'waiting',
  };
}

function roadText({ road, downSince, lastError, pending }: SyncStatus, clock: (iso: string) => string): string {
  const since = downSince ? ` since ${clock(downSince)}` : '';
  switch (road) {
    case 'offline':
      return `offline${since}`;
    case 'unreachable':
      return `no answer from the server${since}`;
    case 'blocked':
      return lastError === 'QUOTA_EXCEEDED' ? 'the account is full' : 'reload to get the new version';
    case 'unknown':
      return pending > 0 ? '' : 'connecting…';
    case 'open':
    case 'signed-out':
      return '';
  }
}

function clockTime(iso: string): string {
  return new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
