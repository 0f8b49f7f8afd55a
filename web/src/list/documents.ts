import { graphql } from '../generated/index.ts';

export const listFragment = graphql(`
  fragment ListItem on List {
    id
    name
    color
    deletedAt
  }
`);
