import { useEffect } from 'react';
import { flushDrafts } from '../ui/drafts.ts';
import { notifyUntil } from '../ui/notify.ts';
import { startServiceWorker } from './start-service-worker.ts';

/** Keeps the app itself on the device, and asks before a new version takes over. Nothing typed is lost by saying yes. */
export function AppUpdate() {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
    return startServiceWorker({
      onReady(takeOver) {
        notifyUntil('A new version is ready', { label: 'Reload', onClick: () => void flushDrafts().then(takeOver) });
      },
      onTakenOver: () => void flushDrafts().then(() => window.location.reload()),
    });
  }, []);
  return null;
}
