import { graphql } from '../generated/index.ts';

export const loggedEventFragment = graphql(`
  fragment LoggedEvent on Event {
    id
    type
    entityType
    entityId
    version
    sequence
    occurredAt
    recordedAt
    clamped
    asked
    applied
    before
    lost
    conflicts
    merged {
      field
      outcome
      version
      clock
      deviceId
    }
    device {
      id
      name
    }
  }
`);

export const historyDocument = graphql(`
  query History($entityId: ID!, $first: Int!, $after: Cursor) {
    history(entityId: $entityId, first: $first, after: $after) {
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

export const undoOfDocument = graphql(`
  query UndoOf($eventId: ID!) {
    undoOf(eventId: $eventId) {
      mutation
      payload
    }
  }
`);

export const taskAtDocument = graphql(`
  query TaskAt($id: ID!, $atVersion: Int!) {
    task(id: $id, atVersion: $atVersion) {
      id
      title
      description
      listId
      parentId
      start
      due
      someday
      priority
      tags
      repeat
      remindAt
      completedAt
      deletedAt
    }
  }
`);

export const noteAtDocument = graphql(`
  query NoteAt($id: ID!, $atVersion: Int!) {
    note(id: $id, atVersion: $atVersion) {
      id
      title
      body
      pinned
      tags
      deletedAt
    }
  }
`);

export const listAtDocument = graphql(`
  query ListAt($id: ID!, $atVersion: Int!) {
    list(id: $id, atVersion: $atVersion) {
      id
      name
      color
      deletedAt
    }
  }
`);
