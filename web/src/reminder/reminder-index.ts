import type { IndexDefinition } from '@cairn/client';

/** Open tasks that somebody wants to be reminded of, the next one first. */
export const reminders: IndexDefinition = {
  name: 'tasks.reminders',
  type: 'Task',
  partition: ({ fields }) =>
    fields.remindAt !== null && fields.completedAt === null && fields.deletedAt === null ? 'all' : undefined,
  sortKey: ({ fields }) => String(fields.remindAt),
};
