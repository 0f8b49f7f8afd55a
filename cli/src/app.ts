import type { CairnApp } from '@cairn/client';
import { registry, type Entity } from '@cairn/domain';

export const INBOX = 'inbox';

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const isThere = ({ fields }: Entity) => fields.deletedAt === null;

/** What the command line tells the client of its concepts. */
export const app: CairnApp = {
  registry,
  indexes: [
    {
      name: 'lists',
      type: 'List',
      partition: (list) => (isThere(list) ? 'all' : undefined),
      sortKey: ({ fields }) => text(fields.order),
    },
    {
      name: 'open',
      type: 'Task',
      partition: (task) =>
        isThere(task) && task.fields.completedAt === null ? text(task.fields.listId) || INBOX : undefined,
      sortKey: ({ fields }) => text(fields.order),
    },
    {
      name: 'parts',
      type: 'Task',
      partition: (task) => (isThere(task) ? text(task.fields.parentId) || undefined : undefined),
      sortKey: ({ fields }) => text(fields.order),
    },
  ],
};
