import type { SyncStatus } from '@cairn/client';
import { sayChanges } from '../ui/say-number.ts';

/** What a server that came back from a backup means for what this device has written; undefined where there was none. */
export function sayRestored({ restored }: Pick<SyncStatus, 'restored'>): string | undefined {
  if (!restored) return undefined;
  const { offered, waiting } = restored;
  const told = ['The server was restored from an older backup.'];
  if (offered > 0)
    told.push(
      `It had lost ${sayChanges(offered)} of this device, which ${offered === 1 ? 'is' : 'are'} sent to it again.`,
    );
  if (waiting > 0) {
    told.push(
      `${sayChanges(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for another of your devices: open Cairn there, too.`,
    );
  }
  return told.join(' ');
}
