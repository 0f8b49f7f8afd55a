import { graphql } from '../generated/index.ts';

/** The newest first. */
export const logPageDocument = graphql(`
  query LogPage($first: Int!, $after: Cursor) {
    activity(first: $first, after: $after) {
      nodes {
        id
        type
        position
        sequence
        parentVersion
        clock
        asked
        schema
        device {
          id
          name
          strict
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const importLogDocument = graphql(`
  mutation ImportLog($devices: [PastDeviceInput!]!, $writers: [ID!]!, $events: [EventInput!]!) {
    importLog(devices: $devices, writers: $writers, events: $events) {
      eventId
      status
      code
      message
    }
  }
`);
