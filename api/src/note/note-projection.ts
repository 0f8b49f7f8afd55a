import type { noteEntity } from '@cairn/domain';
import type { ProjectionOf } from '../entity/projection.ts';
import { bodyDerivation } from './body-derivation.ts';

export const noteProjection = {
  type: 'Note',
  columns: {
    title: 'text',
    updates: 'jsonb',
    pinned: 'boolean',
    tags: 'jsonb',
    createdAt: 'text',
    deletedAt: 'text',
  },
  derivation: bodyDerivation,
} satisfies ProjectionOf<typeof noteEntity>;
