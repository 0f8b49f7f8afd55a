import { useQuery } from '@apollo/client/react';
import { useEffect, useMemo, useRef } from 'react';
import { rememberDeviceNames } from '../account/device-names.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { withEarlier, withNews } from '../history/event-pages.ts';
import { loggedEvent } from '../history/logged-event.ts';
import { activityDocument } from './documents.ts';

const PAGE = 50;

export interface ActivityFilter {
  readonly deviceId?: string;
  readonly entityType?: string;
}

/** The account's events, the newest first; asked again when what waited here has arrived. */
export function useActivity(filter: ActivityFilter) {
  const { kept, status } = useCairn();
  const { pending } = useObservable(status);
  const { data, error, loading, refetch, fetchMore } = useQuery(activityDocument, {
    variables: { filter, first: PAGE },
    fetchPolicy: 'no-cache',
    notifyOnNetworkStatusChange: true,
  });
  const waited = useRef(pending);
  useEffect(() => {
    const hasArrived = waited.current > 0 && pending === 0;
    waited.current = pending;
    if (!hasArrived) return;
    const news = fetchMore({
      variables: { first: PAGE, after: null },
      updateQuery: ({ activity: known }, { fetchMoreResult: { activity: first } }) => ({
        activity: withNews(known, first),
      }),
    });
    news.catch(() => refetch()).catch(() => undefined);
  }, [pending, fetchMore, refetch]);

  const nodes = data?.activity.nodes;
  useEffect(
    () =>
      rememberDeviceNames(
        kept,
        (nodes ?? []).map(({ device }) => device),
      ),
    [kept, nodes],
  );
  const events = useMemo(() => (nodes ?? []).map(loggedEvent), [nodes]);
  const page = data?.activity.pageInfo;
  const earlier = () =>
    void fetchMore({
      variables: { first: PAGE, after: page?.endCursor ?? null },
      updateQuery: ({ activity: known }, { fetchMoreResult: { activity: more } }) => ({
        activity: withEarlier(known, more),
      }),
    }).catch(() => undefined);
  return {
    events,
    isAsking: loading,
    isAway: error !== undefined,
    earlier: page?.hasNextPage && !loading ? earlier : undefined,
    again: () => void refetch().catch(() => undefined),
  };
}
