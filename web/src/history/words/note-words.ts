import { createdWords, recoveryWords, tagged, tagsWords, titleWords, trashWords } from './common.ts';
import { change, whole, type ConceptWords, type FieldWords } from './concept-words.ts';

const fields = {
  title: titleWords('Title'),
  updates: { name: 'Text', inSentence: 'the text', say: () => '', isSilent: true },
  pinned: {
    name: 'Pinned',
    inSentence: 'whether it is pinned',
    say: (value) => (value ? 'Pinned' : 'Not pinned'),
  },
  tags: tagsWords,
  createdAt: createdWords,
  deletedAt: trashWords,
} satisfies { readonly [field: string]: FieldWords };

export const noteWords: ConceptWords = {
  noun: 'note',
  untitled: 'an untitled note',
  titleField: 'title',
  fields,
  events: {
    NoteCreated: whole('added', 'Created'),
    NoteRetitled: change('renamed', 'Renamed'),
    NoteEdited: whole('edited', 'Edited the text'),
    NotePinned: whole('pinned', 'Pinned'),
    NoteUnpinned: whole('unpinned', 'Unpinned'),
    NoteTagged: tagged('Tagged', 'tagged'),
    NoteUntagged: tagged('Took off', 'took a tag off'),
    NoteDeleted: whole('deleted', 'Moved to the trash'),
    NoteRestored: whole('restored', 'Restored from the trash'),
    ...recoveryWords('Note', fields),
  },
};
