import { graphql } from '../generated/index.ts';

export const noteRowFragment = graphql(`
  fragment NoteRow on Note {
    id
    title
    updates
    pinned
    tags
    writers
    deletedAt
  }
`);

/** Without the text: a key typed into it must not render the title and the tags anew. */
export const noteDetailFragment = graphql(`
  fragment NoteDetail on Note {
    id
    title
    pinned
    tags
    createdAt
    deletedAt
  }
`);

export const noteTextFragment = graphql(`
  fragment NoteText on Note {
    id
    updates
  }
`);
