import { graphql } from '../generated/index.ts';

export const activityDocument = graphql(`
  query Activity($filter: HistoryFilter, $first: Int!, $after: Cursor) {
    activity(filter: $filter, first: $first, after: $after) {
      nodes {
        ...LoggedEvent
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const activityDaysDocument = graphql(`
  query ActivityDays($days: Int!, $timeZone: String!) {
    activityDays(days: $days, timeZone: $timeZone) {
      day
      events
    }
  }
`);
