import { graphql } from '../generated/index.ts';

export const historyDocument = graphql(`
  query History($entityId: ID!, $first: Int, $after: String) {
    history(entityId: $entityId, first: $first, after: $after) {
      nodes {
        position
        type
        status
        occurredAt
        applied
        deviceName
      }
      endCursor
      hasMore
    }
  }
`);
