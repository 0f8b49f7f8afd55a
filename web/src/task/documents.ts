import { graphql } from '../generated/index.ts';

/** What a row shows. Every row reads its own fragment, so that a change re-renders one row. */
export const taskRowFragment = graphql(`
  fragment TaskRow on Task {
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
`);

export const taskDetailFragment = graphql(`
  fragment TaskDetail on Task {
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
`);
