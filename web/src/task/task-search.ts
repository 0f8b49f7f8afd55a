import type { Entity } from '@cairn/domain';
import { printOf, type Searchable } from '../search/searchable.ts';

const read = ({ fields }: Entity) => ({
  title: fields.title as string,
  text: fields.description as string,
  tags: fields.tags as readonly string[],
});

export const taskSearch: Searchable = {
  type: 'Task',
  print(entity) {
    const { title, text, tags } = read(entity);
    return printOf(title, text, ...tags);
  },
  read,
};
