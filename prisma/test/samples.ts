import { randomUUID } from 'node:crypto';
import type { Prisma } from '../src/index.ts';

export const accountId = '018f0000-0000-7000-8000-000000000001';

/** An event at `position` of the sample account; everything else is filled in. */
export function anEvent(position: number): Prisma.EventCreateManyInput {
  return {
    accountId,
    position,
    id: randomUUID(),
    entityType: 'task',
    entityId: randomUUID(),
    version: 1,
    type: 'TaskCreated',
    schema: 1,
    deviceId: randomUUID(),
    sequence: position,
    parentVersion: 0,
    occurredAt: '2026-11-20T12:00:00.000Z-0000-a',
    clock: '2026-11-20T12:00:00.000Z-0000-a',
    asked: { title: 'Milk' },
    applied: { title: 'Milk' },
    before: {},
    lost: {},
  };
}
