import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { sayMoment } from '../task/dates.ts';
import { Button } from '../ui/button.tsx';
import { explainCode } from './explain.ts';
import { ParkedChange } from './parked-change.tsx';
import { syncLine } from './sync-line.ts';

export function SyncScreen() {
  useTitle('Sync');
  const cairn = useCairn();
  const status = useObservable(cairn.status);
  const parked = useObservable(cairn.parked);
  const moment = (iso: string | undefined) => (iso ? sayMoment(iso, new Date()) : undefined);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Waiting on this device', status.pending === 0 ? 'Nothing' : status.pending.toLocaleString('en')],
    ['Waiting since', moment(status.waitingSince)],
    ['The server last answered', moment(status.lastSyncedAt) ?? 'Not yet since the app was opened'],
    ['Next try', moment(status.retryAt)],
    [
      'Last problem',
      status.lastError &&
        `${explainCode(status.lastError, 'The server did not answer as it should.')} (${status.lastError})`,
    ],
  ];
  return (
    <ScreenFrame>
      <ScreenHeading aside={<Button onClick={() => cairn.syncNow()}>Sync now</Button>}>Sync</ScreenHeading>
      <p className="text-lg text-ink-soft">{syncLine(status).text}</p>
      <dl className="mt-6 divide-y divide-line border-y border-line">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name} className="flex flex-wrap justify-between gap-x-6 py-2.5">
                <dt className="text-ink-soft">{name}</dt>
                <dd className="tabular-nums">{value}</dd>
              </div>
            ),
        )}
      </dl>
      <h2 className="mt-10 mb-2 text-lg font-semibold">Refused changes</h2>
      {parked.length === 0 ? (
        <EmptyNote>None. A change the server refuses waits here, with the reason, until you decide.</EmptyNote>
      ) : (
        <ul className="divide-y divide-line pb-12">
          {parked.map((event) => (
            <ParkedChange key={event.sequence} event={event} />
          ))}
        </ul>
      )}
    </ScreenFrame>
  );
}
