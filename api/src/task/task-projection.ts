import type { taskEntity } from '@cairn/domain';
import type { ProjectionOf } from '../entity/projection.ts';

export const taskProjection = {
  type: 'Task',
  columns: {
    title: 'text',
    description: 'text',
    listId: 'uuid',
    order: 'text',
    start: 'text',
    due: 'text',
    priority: 'integer',
    tags: 'jsonb',
    completedAt: 'text',
    createdAt: 'text',
    deletedAt: 'text',
  },
} satisfies ProjectionOf<typeof taskEntity>;
