import { registry, type Entity } from '@cairn/domain';
import type { CairnApp } from '../app.ts';

/** The product's registry with two indexes, for tests of the pipe. */
export const testApp: CairnApp = {
  registry,
  indexes: [
    {
      name: 'open',
      type: 'Task',
      partition: ({ fields }: Entity) =>
        fields.deletedAt || fields.completedAt ? undefined : ((fields.listId as string | null) ?? 'inbox'),
      sortKey: ({ fields }) => fields.order as string,
    },
    {
      name: 'done',
      type: 'Task',
      partition: ({ fields }) => (fields.completedAt && !fields.deletedAt ? 'all' : undefined),
      sortKey: ({ fields }) => fields.completedAt as string,
      descending: true,
    },
  ],
};
