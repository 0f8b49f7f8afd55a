import type { Outcome, ReceiptLine } from '@cairn/client';
import { useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { sayMoment } from '../task/say-date.ts';
import { Button } from '../ui/button.tsx';
import { EventName } from './event-name.tsx';
import { explainCode } from './explain.ts';
import { sayNumber } from '../ui/say-number.ts';

const OUTCOMES: { readonly [outcome in Outcome]: string } = {
  applied: 'taken',
  merged: 'merged with a change from elsewhere',
  conflict: 'kept for your choice',
  rejected: 'refused',
};
const AT_FIRST = 8;

/** What the server answered lately, the newest first. */
export function ReceiptList() {
  const { receipts } = useObservable(useCairn().sync.record);
  const [isWhole, setWhole] = useState(false);
  if (receipts.length === 0) return <p className="text-ink-faint">None yet.</p>;
  return (
    <>
      <ol className="divide-y divide-line border-y border-line">
        {receipts.slice(0, isWhole ? receipts.length : AT_FIRST).map((receipt) => (
          <Line key={`${receipt.eventId} ${receipt.at}`} receipt={receipt} />
        ))}
      </ol>
      {receipts.length > AT_FIRST && !isWhole && (
        <Button look="quiet" className="mt-2 -ml-3" onClick={() => setWhole(true)}>
          Show the last {receipts.length}
        </Button>
      )}
    </>
  );
}

function Line({ receipt }: { receipt: ReceiptLine }) {
  const { mutation, entity, at, outcome, code, position, resent, trace } = receipt;
  const said = [
    outcome === 'rejected' ? `refused: ${explainCode(code, code)}` : OUTCOMES[outcome],
    ...(resent ? ['it was there already'] : []),
    ...(position === undefined ? [] : [`number ${sayNumber(position)} of the account`]),
  ].join(' · ');
  return (
    <li className="flex min-h-row items-center gap-4 py-1.5" title={`Trace ${trace}`}>
      <span className="min-w-0 flex-1">
        <EventName mutation={mutation} entity={entity} />
        <span className={outcome === 'rejected' ? 'block text-sm text-danger' : 'block text-sm text-ink-faint'}>
          {said}
        </span>
      </span>
      <span className="shrink-0 text-sm text-ink-faint tabular-nums">{sayMoment(at, new Date())}</span>
    </li>
  );
}
