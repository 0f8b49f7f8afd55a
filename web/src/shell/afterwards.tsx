import { useIdentity } from '../account/identity.ts';
import { StorageBanner } from '../account/storage-banner.tsx';
import { useCalendar } from '../account/use-calendar.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { useCommandKeys } from '../command/use-command-keys.ts';
import { useConflictToast } from '../conflict/use-conflict-toast.ts';
import { useBackgroundSync } from '../pwa/use-background-sync.ts';
import { useUpgrade } from '../pwa/use-upgrade.ts';
import { useReminders } from '../reminder/use-reminders.ts';
import { useSearchIndex } from '../search/use-search-index.ts';
import { OfflineBanner } from '../sync/offline-banner.tsx';
import { RestoredBanner } from '../sync/restored-banner.tsx';
import { usePreloadedParts } from '../ui/part.tsx';
import type { Route } from './router.ts';

/** What goes on beside the screens, and says so above them. In a file of its own: no first list waits for it. */
export function Afterwards({ route }: { route: Route }) {
  const accountId = useIdentity()?.accountId;
  useCommandKeys(useCairn(), route);
  useCalendar(accountId);
  useConflictToast();
  useBackgroundSync();
  useSearchIndex();
  useUpgrade();
  useReminders(useCairn(), accountId);
  usePreloadedParts(true);
  return (
    <>
      <StorageBanner />
      <RestoredBanner />
      <OfflineBanner />
    </>
  );
}
