import { printOf, type Searchable } from '../search/searchable.ts';

export const listSearch: Searchable = {
  type: 'List',
  print: ({ fields }) => printOf(fields.name as string),
  read: ({ fields }) => ({ title: fields.name as string, text: '', tags: [] }),
};
