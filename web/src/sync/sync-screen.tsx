import { useId, type ReactNode } from 'react';
import { StorageNote } from '../account/storage-note.tsx';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { Button } from '../ui/button.tsx';
import { Counters } from './counters.tsx';
import { DayChart } from './day-chart.tsx';
import { ParkedChange } from './parked-change.tsx';
import { QueueList } from './queue-list.tsx';
import { ReceiptList } from './receipt-list.tsx';
import { SyncSummary } from './sync-summary.tsx';
import { useExport } from './use-export.ts';
import { sayNumber } from '../ui/say-number.ts';

/** Where every change made here is: waiting, refused, or on the server; and how sync has gone. */
export function SyncScreen() {
  useTitle('Sync');
  const cairn = useCairn();
  const { pending, parked: refused, road, storageError } = useObservable(cairn.status);
  const parked = useObservable(cairn.parked);
  const exportUnsent = useExport();
  const isAllThere = refused === 0 && road === 'open' && !storageError;
  return (
    <ScreenFrame>
      <ScreenHeading aside={<Button onClick={() => cairn.syncNow()}>Sync now</Button>}>Sync</ScreenHeading>
      <SyncSummary />
      {refused > 0 && (
        <Section
          title={`Refused (${sayNumber(refused)})`}
          aside={
            refused > 1 && (
              <Button
                look="quiet"
                onClick={() =>
                  void exportUnsent(
                    'refused changes',
                    parked.map(({ sequence }) => sequence),
                  )
                }
              >
                Save all to a file
              </Button>
            )
          }
        >
          <ul className="divide-y divide-line border-y border-line">
            {parked.map((event) => (
              <ParkedChange key={event.sequence} event={event} />
            ))}
          </ul>
        </Section>
      )}
      <Section
        title={pending > 0 ? `Waiting (${sayNumber(pending)})` : 'Waiting'}
        aside={
          pending > 0 && (
            <Button look="quiet" onClick={() => void exportUnsent('unsent changes')}>
              Save all to a file
            </Button>
          )
        }
      >
        {pending > 0 ? (
          <QueueList />
        ) : (
          <p className="text-ink-faint">
            {isAllThere ? 'Nothing waits: the server has every change made here.' : 'Nothing waits to be sent.'}
          </p>
        )}
      </Section>
      <Section title="The last day">
        <DayChart />
      </Section>
      <Section title="Since this account is on this device">
        <Counters />
      </Section>
      <Section title="Receipts">
        <ReceiptList />
      </Section>
      <Section title="On this device">
        <StorageNote />
      </Section>
      <div className="pb-16" />
    </ScreenFrame>
  );
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-9">
      <div className="mb-3 flex min-h-target items-center justify-between gap-4">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
