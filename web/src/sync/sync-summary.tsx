import type { SyncStatus } from '@cairn/client';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { reloadNewest } from '../pwa/start-service-worker.ts';
import { Link } from '../shell/link.tsx';
import { sayMoment } from '../task/say-date.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { flushDrafts } from '../ui/drafts.ts';
import { useNow } from '../ui/use-now.ts';
import { explainCode } from './explain.ts';
import { sayHelp } from './help.ts';
import { syncLine, type SyncLine } from './sync-line.ts';
import { DOTS } from './tones.ts';

const WASHES: { readonly [tone in SyncLine['tone']]: string } = {
  calm: 'bg-accent-wash',
  busy: 'bg-ground',
  waiting: 'bg-notice-wash',
  attention: 'bg-danger-wash',
};

/** How sync stands, why, what helps, and when it goes on. */
export function SyncSummary() {
  const cairn = useCairn();
  const status = useObservable(cairn.status);
  const { lastFailure } = useObservable(cairn.sync.record);
  const { text, tone } = syncLine(status);
  const help = sayHelp(status);
  const moment = (iso: string | undefined) => (iso ? sayMoment(iso, new Date()) : undefined);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Waiting since', status.pending > 0 ? moment(status.waitingSince) : undefined],
    ['The server last answered', moment(status.lastSyncedAt) ?? 'not since the app was opened'],
    [
      'Last problem',
      lastFailure &&
        `${moment(lastFailure.at)}: ${explainCode(lastFailure.code, 'the server did not answer as it should.')}`,
    ],
  ];
  return (
    <div className={cx('rounded-lg px-5 py-4', WASHES[tone])}>
      <p className="flex items-baseline gap-3 text-lg">
        <span aria-hidden className={cx('size-2.5 shrink-0 -translate-y-px rounded-full', DOTS[tone])} />
        <span className="min-w-0 text-pretty">{text}</span>
      </p>
      {help && (
        <div className="mt-1 flex flex-wrap items-center justify-between gap-3 pl-5.5">
          <p className="min-w-0 max-w-prose text-ink-soft text-pretty">
            {help.text} <NextTry status={status} />
          </p>
          {help.action === 'sign-in' && (
            <Link
              href="/sign-in"
              className="inline-flex min-h-target items-center rounded-md bg-accent px-3 text-sm font-medium text-on-accent hover:bg-accent-strong"
            >
              Sign in
            </Link>
          )}
          {help.action === 'reload' && <Button onClick={() => void flushDrafts().then(reloadNewest)}>Reload</Button>}
          {help.action === 'sync' && <Button onClick={() => cairn.syncNow()}>Try now</Button>}
        </div>
      )}
      <dl className="mt-3 grid gap-x-8 gap-y-1 pl-5.5 text-sm sm:grid-cols-[auto_1fr]">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name} className="contents">
                <dt className="text-ink-soft">{name}</dt>
                <dd className="mb-1 tabular-nums sm:mb-0">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}

/** Counts down to the next try. Not announced: a screen reader would talk every second. */
function NextTry({ status: { retryAt, pending, road } }: { status: SyncStatus }) {
  const now = useNow(1_000);
  if (!retryAt || (road === 'open' && pending === 0)) return null;
  const seconds = Math.ceil((Date.parse(retryAt) - now) / 1_000);
  return (
    <span className="whitespace-nowrap tabular-nums">
      {seconds <= 0
        ? 'Trying…'
        : seconds < 90
          ? `Next try in ${seconds} s.`
          : `Next try in ${Math.ceil(seconds / 60)} min.`}
    </span>
  );
}
