import type { QueuedEvent } from '@cairn/client';
import { useMemo } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { sayMoment } from '../task/say-date.ts';
import { VirtualRows } from '../ui/virtual-rows.tsx';
import { EventName } from './event-name.tsx';

const STATES: { readonly [state in QueuedEvent['state']]: string } = {
  waiting: '',
  sending: 'on its way',
  draft: 'still being written',
  'held-back': 'waits for a change that was refused',
};

/** What waits, in the order in which it will be sent. */
export function QueueList() {
  const queue = useObservable(useCairn().sync.queue);
  const ids = useMemo(() => queue.map(({ eventId }) => eventId), [queue]);
  const byId = useMemo(() => new Map(queue.map((event) => [event.eventId, event])), [queue]);
  return (
    <VirtualRows label="Waiting to be sent, in this order" ids={ids} estimate={44}>
      {(id) => {
        const { mutation, entity, since, state } = byId.get(id)!;
        return (
          <div className="flex min-h-row items-center gap-4 border-b border-line py-1.5">
            <span className="min-w-0 flex-1">
              <EventName mutation={mutation} entity={entity} />
              {STATES[state] && <span className="block text-sm text-ink-faint">{STATES[state]}</span>}
            </span>
            <span className="shrink-0 text-sm text-ink-faint tabular-nums">{sayMoment(since, new Date())}</span>
          </div>
        );
      }}
    </VirtualRows>
  );
}
