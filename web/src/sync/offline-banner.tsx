import { CloudOff } from 'lucide-react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { reloadNewest } from '../pwa/start-service-worker.ts';
import { Link } from '../shell/link.tsx';
import { flushDrafts } from '../ui/drafts.ts';

/** Calm: being offline is a normal way to work. */
export function OfflineBanner() {
  const { road, pending, lastError } = useObservable(useCairn().status);
  if (road === 'signed-out') {
    return (
      <p className="flex flex-wrap items-center gap-x-2 bg-notice-wash px-4 py-2 text-sm text-notice md:px-6">
        Your session on this device has ended. Everything stays here
        {pending > 0 ? ' and is sent once you sign in.' : '.'}
        <Link href="/sign-in" className="font-medium underline underline-offset-2">
          Sign in
        </Link>
      </p>
    );
  }
  if (lastError === 'UPGRADE_REQUIRED') {
    return (
      <p className="flex flex-wrap items-center gap-x-2 bg-notice-wash px-4 py-2 text-sm text-notice md:px-6">
        A newer version of this app is needed. Everything you do is saved here, and sent by the new one.
        <button
          type="button"
          onClick={() => void flushDrafts().then(reloadNewest)}
          className="font-medium underline underline-offset-2"
        >
          Reload
        </button>
      </p>
    );
  }
  if (road !== 'offline' && road !== 'unreachable') return null;
  return (
    <p className="flex items-center gap-2 border-b border-line bg-ground px-4 py-1.5 text-sm text-ink-soft md:px-6">
      <CloudOff aria-hidden className="size-4 shrink-0" />
      {road === 'offline' ? 'You are offline.' : 'The server cannot be reached.'} Everything you do is saved here.
    </p>
  );
}
