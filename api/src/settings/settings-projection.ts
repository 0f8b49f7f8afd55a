import type { settings } from '@cairn/domain';
import type { ProjectionOf } from '../entity/projection.ts';

export const settingsProjection = {
  type: 'Settings',
  columns: { policies: 'jsonb', weekStart: 'integer', timeZone: 'text' },
} satisfies ProjectionOf<(typeof settings)['entity']>;
