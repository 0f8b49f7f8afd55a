import { RefreshCw } from 'lucide-react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { Link } from '../shell/link.tsx';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { syncLine } from './sync-line.ts';
import { DOTS } from './tones.ts';

export function SyncStatusLine() {
  const cairn = useCairn();
  const status = useObservable(cairn.status);
  const { text, tone } = syncLine(status);
  return (
    <div className="flex items-center gap-1">
      <Link
        href={status.road === 'signed-out' ? '/sign-in' : '/sync'}
        className="flex min-h-target min-w-0 flex-1 items-center rounded-md py-1.5 pl-3 text-sm leading-snug text-ink-soft transition-colors hover:bg-hover"
      >
        <span className="flex min-w-0 gap-2.5">
          <span aria-hidden className="grid h-[1lh] w-4.5 shrink-0 place-items-center">
            <span className={cx('size-2 rounded-full', DOTS[tone])} />
          </span>
          <span
            role="status"
            data-testid="sync-status"
            data-pending={status.pending}
            data-parked={status.parked}
            data-road={status.road}
            data-caught-up={status.caughtUp}
            className="min-w-0 text-pretty"
          >
            {text}
          </span>
        </span>
      </Link>
      <IconButton label="Sync now" onClick={() => cairn.syncNow()}>
        <RefreshCw className={cx('size-4', status.sending && 'animate-spin')} />
      </IconButton>
    </div>
  );
}
