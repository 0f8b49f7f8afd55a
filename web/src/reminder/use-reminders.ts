import { useEffect } from 'react';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { navigate } from '../shell/navigation.ts';

/** Reminds of tasks while the app is open: of all tabs of an account one does. */
export function useReminders(cairn: AppCairn, accountId: string | undefined): void {
  useEffect(() => {
    if (accountId === undefined) return;
    const { signal, abort } = stoppable();
    const work = async () => {
      const { remind } = await import('./remind.ts');
      if (signal.aborted) return;
      const end = remind(cairn);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      end();
    };
    const { locks } = navigator;
    const whole = locks ? locks.request(`cairn-reminders:${accountId}`, { signal }, work) : work();
    // Stopped while it waits for another tab, or the part is not on this device: the next start tries again.
    whole.catch(() => undefined);
    return abort;
  }, [cairn, accountId]);

  // A notification was clicked.
  useEffect(() => {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    const { signal, abort } = stoppable();
    const listen = ({ data }: MessageEvent<{ type?: unknown; path?: unknown } | null>) => {
      if (data?.type === 'OPEN' && typeof data.path === 'string') navigate(data.path);
    };
    serviceWorker.addEventListener('message', listen, { signal });
    return abort;
  }, []);
}

function stoppable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
