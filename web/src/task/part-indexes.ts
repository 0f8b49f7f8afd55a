import type { IndexDefinition } from '@cairn/client';
import { ALL } from './indexes.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** By the task that they say they are a part of, in their order; those in the trash too. */
export const parts: IndexDefinition = {
  name: 'tasks.parts',
  type: 'Task',
  partition: ({ fields }) => text(fields.parentId) || undefined,
  // All that tells how many of them are done is in the key: a change of it is news.
  sortKey: ({ fields }) =>
    [fields.order, fields.completedAt === null ? 'open' : 'done', fields.deletedAt === null ? '' : 'gone'].join(' '),
};

/** Open parts of whatever task, by list and order. */
export const openParts: IndexDefinition = {
  name: 'tasks.open-parts',
  type: 'Task',
  partition: ({ fields }) =>
    text(fields.parentId) !== '' && fields.deletedAt === null && fields.completedAt === null ? ALL : undefined,
  sortKey: ({ fields }) => [fields.order, fields.parentId, fields.listId].join(' '),
};

export const partIndexes = [parts, openParts];
