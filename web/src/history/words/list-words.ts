import { createdWords, placeWords, recoveryWords, titleWords, trashWords } from './common.ts';
import { change, whole, type ConceptWords, type FieldWords } from './concept-words.ts';

const fields = {
  name: titleWords('Name'),
  color: {
    name: 'Colour',
    inSentence: 'the colour',
    say: (value) => `${String(value).charAt(0).toUpperCase()}${String(value).slice(1)}`,
  },
  order: placeWords,
  createdAt: createdWords,
  deletedAt: trashWords,
} satisfies { readonly [field: string]: FieldWords };

export const listWords: ConceptWords = {
  noun: 'list',
  untitled: 'a list',
  titleField: 'name',
  fields,
  events: {
    ListCreated: whole('added', 'Created'),
    ListRenamed: change('renamed', 'Renamed'),
    ListRecolored: change('changed the colour of', 'Changed the colour'),
    ListReordered: whole('moved', 'Changed its place among the lists'),
    ListDeleted: whole('deleted', 'Moved to the trash'),
    ListRestored: whole('restored', 'Restored from the trash'),
    ...recoveryWords('List', fields),
  },
};
