import { useQuery } from '@apollo/client/react';
import type { EntityRef } from '@cairn/domain';
import { useEffect, useMemo, useRef } from 'react';
import { rememberDeviceNames } from '../account/device-names.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { useEntity } from '../cairn/use-entity.ts';
import { historyDocument } from './documents.ts';
import { withEarlier, withNews } from './event-pages.ts';
import { loggedEvent, type LoggedEvent } from './logged-event.ts';

const PAGE = 20;

export interface History {
  /** Newest first. */
  readonly events: readonly LoggedEvent[];
  readonly isAsking: boolean;
  /** The log is on the server, and the server did not answer. */
  readonly isAway: boolean;
  readonly earlier: (() => void) | undefined;
}

/** An entity's events, from the server; asked again when something has reached it. */
export function useHistory(ref: EntityRef): History {
  const { kept } = useCairn();
  // Of the last event that the server has said; a version is ahead of it while something is being saved or sent.
  const position = useEntity(ref)?.position;
  const { data, error, loading, refetch, fetchMore } = useQuery(historyDocument, {
    variables: { entityId: ref.id, first: PAGE },
    fetchPolicy: 'no-cache',
  });
  const asked = useRef(position);
  useEffect(() => {
    if (asked.current === position) return;
    asked.current = position;
    const news = fetchMore({
      variables: { first: PAGE, after: null },
      updateQuery: ({ history: known }, { fetchMoreResult: { history: first } }) => ({
        history: withNews(known, first),
      }),
    });
    // Without a first answer there is nothing to add to.
    news.catch(() => refetch()).catch(() => undefined);
  }, [position, fetchMore, refetch]);

  const nodes = data?.history.nodes;
  useEffect(
    () =>
      rememberDeviceNames(
        kept,
        (nodes ?? []).map(({ device }) => device),
      ),
    [kept, nodes],
  );
  const events = useMemo(() => (nodes ?? []).map(loggedEvent), [nodes]);
  const page = data?.history.pageInfo;
  const earlier = () =>
    void fetchMore({
      variables: { first: PAGE, after: page?.endCursor ?? null },
      updateQuery: ({ history: known }, { fetchMoreResult: { history: more } }) => ({
        history: withEarlier(known, more),
      }),
    }).catch(() => undefined);
  return {
    events,
    isAsking: loading && !data,
    isAway: error !== undefined,
    earlier: page?.hasNextPage ? earlier : undefined,
  };
}
