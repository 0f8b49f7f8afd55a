import { useEffect } from 'react';
import { readIdentity } from '../account/identity.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { backgroundTag } from './background-tag.ts';

interface SyncRegistration extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** Asks the platform to wake the service worker for what is left when the app is closed; where it can do that. */
export function useBackgroundSync(): void {
  const cairn = useCairn();
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    let asked = false;
    const ask = () => {
      const { pending } = cairn.status.get();
      if (pending === 0) asked = false;
      const identity = readIdentity();
      if (pending === 0 || asked || !identity) return;
      asked = true;
      const register = async () => {
        const registration = (await navigator.serviceWorker.getRegistration()) as SyncRegistration | undefined;
        await registration?.sync?.register(backgroundTag(identity));
      };
      // Refused (a private window, a setting): the app sends when it is open, as everywhere else.
      void register().catch(() => undefined);
    };
    // Again when it goes out of sight: the platform forgets what it has tried while a tab was at it.
    const onHide = () => {
      asked = false;
      if (document.visibilityState === 'hidden') ask();
    };
    ask();
    const stop = cairn.status.subscribe(ask);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', onHide);
    };
  }, [cairn]);
}
