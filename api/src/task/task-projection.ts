import type { taskEntity } from '@cairn/domain';
import type { ProjectionOf } from '../entity/projection.ts';

export const taskProjection = {
  type: 'Task',
  columns: {
    title: 'text',
    description: 'text',
    listId: 'uuid',
    parentId: 'uuid',
    order: 'text',
    start: 'text',
    due: 'text',
    someday: 'boolean',
    priority: 'integer',
    tags: 'jsonb',
    repeat: 'jsonb',
    remindAt: 'text',
    completedAt: 'text',
    createdAt: 'text',
    deletedAt: 'text',
  },
} satisfies ProjectionOf<typeof taskEntity>;
