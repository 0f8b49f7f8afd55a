import { graphql } from '../generated/index.ts';

export const historyDocument = graphql(`
  query History($entityId: ID!, $first: Int!, $after: Cursor) {
    history(entityId: $entityId, first: $first, after: $after) {
      nodes {
        id
        type
        occurredAt
        applied
        device {
          id
          name
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
