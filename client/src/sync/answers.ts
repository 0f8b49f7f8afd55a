import { isPutOff, type Receipt } from '../link/receipt.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { refOf } from '../outbox/parking.ts';
import type { Happening, Outcome } from './sync-event.ts';

const OUTCOMES: { readonly [status in Receipt['status']]?: Outcome } = {
  APPLIED: 'applied',
  MERGED: 'merged',
  CONFLICT: 'conflict',
  REJECTED: 'rejected',
};

/** What a batch's receipts say, one by one; to be asked before the outbox forgets their events. */
export function answersOf(
  outbox: Outbox,
  entries: readonly OutboxEntry[],
  receipts: readonly Receipt[],
  trace: string,
): Happening[] {
  return receipts.flatMap(({ status, code, position, epoch, resent }, index): Happening[] => {
    const held = outbox.get(entries[index]!.sequence);
    const outcome = OUTCOMES[status];
    // Not answered, but put off: it is asked again.
    if (!held || !outcome || isPutOff({ status, code })) return [];
    return [
      {
        type: 'answered',
        ...refOf(held),
        outcome,
        resent,
        trace,
        ...(code === null ? {} : { code }),
        ...(position === null ? {} : { position }),
        ...(epoch === null || epoch === undefined ? {} : { epoch }),
      },
    ];
  });
}
