import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { sayMoment } from '../task/say-date.ts';
import { securityEventsDocument } from './key-documents.ts';
import { NeedsConnection } from './needs-connection.tsx';
import { saySecurityEvent } from './security-words.ts';

/** What happened to the account's keys. Only the server knows, so this needs a connection. */
export function SecurityLog() {
  const { data, loading, error, refetch, fetchMore } = useQuery(securityEventsDocument, { fetchPolicy: 'no-cache' });
  const [isFailed, setFailed] = useState(false);
  if (error) return <NeedsConnection what="The security log" onRetry={() => refetch().catch(() => undefined)} />;
  if (!data) return <p className="text-ink-faint">{loading ? 'Asking the server…' : 'Nothing to show.'}</p>;
  const { nodes, pageInfo } = data.securityEvents;

  function more() {
    setFailed(false);
    fetchMore({
      variables: { after: pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: { securityEvents } }) => ({
        ...before,
        securityEvents: { ...securityEvents, nodes: [...before.securityEvents.nodes, ...securityEvents.nodes] },
      }),
    }).catch(() => setFailed(true));
  }

  return (
    <>
      <p className="mb-3 text-ink-soft text-pretty">
        Sign-ins, passwords, devices and access tokens of the last year. If something here was not you, change the
        password.
      </p>
      <ul className="divide-y divide-line" aria-label="Security log">
        {nodes.map((event) => (
          <li key={event.id} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="min-w-0 flex-1 basis-60 wrap-anywhere">{saySecurityEvent(event)}</span>
            <span className="text-sm text-ink-faint">
              {sayMoment(event.at, new Date())}
              {event.address && ` · ${event.address}`}
            </span>
          </li>
        ))}
      </ul>
      {pageInfo.hasNextPage && (
        <Button className="mt-3" onClick={more}>
          Show earlier
        </Button>
      )}
      <p role="status" className="text-sm text-danger empty:hidden">
        {isFailed && 'This needs a connection.'}
      </p>
    </>
  );
}
