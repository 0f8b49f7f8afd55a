import { printOf, type Searchable } from '../search/searchable.ts';
import { loadNoteText } from './use-note-text.ts';
import type * as NoteText from './note-text.ts';

let noteText: typeof NoteText | undefined;

export const noteSearch: Searchable = {
  type: 'Note',
  async prepare() {
    noteText = await loadNoteText();
  },
  print({ fields }) {
    const updates = fields.updates as readonly string[];
    // Not of all the text: an update is never changed, and ends in another way than others of its length.
    const ends = updates.map((update) => `${update.length} ${update.slice(-24)}`);
    return printOf(fields.title as string, ...(fields.tags as readonly string[]), ...ends);
  },
  read: ({ fields }) => ({
    title: fields.title as string,
    text: noteText!.textOfNote(fields.updates as readonly string[]),
    tags: fields.tags as readonly string[],
  }),
};
