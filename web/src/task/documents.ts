import { graphql } from '../generated/index.ts';

/** What a row shows. Every row reads its own fragment, so that a change re-renders one row. */
export const taskRowFragment = graphql(`
  fragment TaskRow on Task {
    id
    title
    description
    listId
    due
    priority
    tags
    completedAt
    deletedAt
  }
`);

export const taskDetailFragment = graphql(`
  fragment TaskDetail on Task {
    id
    title
    description
    listId
    start
    due
    priority
    tags
    completedAt
    deletedAt
  }
`);
