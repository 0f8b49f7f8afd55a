import type { listEntity } from '@cairn/domain';
import type { ProjectionOf } from '../entity/projection.ts';

export const listProjection = {
  type: 'List',
  columns: { name: 'text', color: 'text', order: 'text', createdAt: 'text', deletedAt: 'text' },
} satisfies ProjectionOf<typeof listEntity>;
