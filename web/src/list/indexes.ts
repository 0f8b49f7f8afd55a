import type { IndexDefinition } from '@cairn/client';
import type { Entity } from '@cairn/domain';

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const isDeleted = (list: Entity) => list.fields.deletedAt !== null;

export const lists: IndexDefinition = {
  name: 'lists',
  type: 'List',
  partition: (list) => (isDeleted(list) ? undefined : 'all'),
  sortKey: (list) => text(list.fields.order),
};

export const trashedLists: IndexDefinition = {
  name: 'lists.trash',
  type: 'List',
  partition: (list) => (isDeleted(list) ? 'all' : undefined),
  sortKey: (list) => text(list.fields.deletedAt),
  descending: true,
};

export const listIndexes = [lists, trashedLists];
