import { useQuery } from '@apollo/client/react';
import { clockTime } from '@cairn/domain';
import { useEffect } from 'react';
import { useCairn, usePending } from '../cairn/cairn-context.ts';
import { Button } from '../ui/button.tsx';
import { sayMoment } from './dates.ts';
import { historyDocument } from './history-document.ts';
import { sayEvent } from './say-event.ts';

interface Props {
  readonly id: string;
  readonly createdAt: string | null;
  readonly completedAt: string | null;
}

const PAGE = 20;

/** Who did what, when. The log is on the server; what only this device has is said all the same. */
export function TaskHistory({ id, createdAt, completedAt }: Props) {
  const cairn = useCairn();
  const pending = usePending('Task', id);
  const { data, error, loading, refetch, fetchMore } = useQuery(historyDocument, {
    variables: { entityId: id, first: PAGE },
    fetchPolicy: 'no-cache',
  });
  // The log has grown once what was waiting has arrived.
  useEffect(() => {
    if (pending === 0) void refetch().catch(() => undefined);
  }, [pending, refetch]);

  const earlier = () =>
    fetchMore({
      variables: { after: data?.history.pageInfo.endCursor ?? null },
      updateQuery: ({ history: known }, { fetchMoreResult: { history: more } }) => ({
        history: { ...more, nodes: [...known.nodes, ...more.nodes] },
      }),
    });

  const now = new Date();
  const listName = (listId: string) => cairn.entity({ type: 'List', id: listId })?.fields.name as string | undefined;
  const events = data?.history.nodes ?? [];
  return (
    <section aria-labelledby="history" className="mt-6 border-t border-line pt-4 text-sm">
      <h2 id="history" className="mb-2 font-medium text-ink-faint">
        History
      </h2>
      <ol className="space-y-1.5">
        {pending > 0 && (
          <Line moment="Only here yet">
            {pending === 1 ? '1 change waits to be sent' : `${pending} changes wait to be sent`}
          </Line>
        )}
        {events.map((event) => (
          <Line key={event.id} moment={`${sayMoment(clockTime(event.occurredAt), now)} · ${event.device.name}`}>
            {sayEvent({ type: event.type, applied: event.applied }, listName)}
          </Line>
        ))}
        {error && completedAt && <Line moment={sayMoment(completedAt, now)}>Completed</Line>}
        {error && createdAt && <Line moment={sayMoment(createdAt, now)}>Created</Line>}
      </ol>
      {error && <p className="mt-2 text-ink-faint">The full history is on the server and needs a connection.</p>}
      {loading && !data && <p className="text-ink-faint">Asking the server…</p>}
      {data?.history.pageInfo.hasNextPage && (
        <Button look="quiet" className="mt-1 -ml-3" onClick={() => void earlier().catch(() => undefined)}>
          Earlier
        </Button>
      )}
    </section>
  );
}

function Line({ moment, children }: { moment: string; children: string }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4">
      <span className="wrap-anywhere">{children}</span>
      <span className="text-ink-faint tabular-nums">{moment}</span>
    </li>
  );
}
