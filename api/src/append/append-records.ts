import type { ConflictPatch, Fields, MergedField } from '@cairn/domain';
import type { ColumnType } from '../entity/projection.ts';

/** A row of Event without its account. */
export interface EventRecord {
  readonly position: number;
  readonly id: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly deviceId: string;
  readonly sequence: number;
  readonly parentVersion: number;
  readonly occurredAt: string;
  readonly clock: string;
  readonly asked: Fields;
  readonly applied: Fields;
  readonly before: Fields;
  readonly lost: Fields;
  readonly conflicts: ConflictPatch;
  readonly merged: readonly MergedField[];
}

/** A new event with what its receipt says beside it. */
export type AppendedEvent = EventRecord & Pick<ReceiptRecord, 'status' | 'bodyHash'>;

/** A row of Receipt without its account. */
export interface ReceiptRecord {
  readonly eventId: string;
  readonly bodyHash: string;
  readonly status: 'APPLIED' | 'MERGED' | 'CONFLICT' | 'REJECTED';
  readonly code: string | null;
  readonly message: string | null;
  readonly entityType: string | null;
  readonly entityId: string | null;
  readonly version: number | null;
  readonly position: number | null;
  readonly deviceId: string;
}

type ColumnsOf<Row> = { readonly [C in keyof Row]: ColumnType };

export const EVENT_COLUMNS: ColumnsOf<EventRecord> = {
  position: 'integer',
  id: 'uuid',
  entityType: 'text',
  entityId: 'uuid',
  version: 'integer',
  type: 'text',
  schema: 'integer',
  deviceId: 'uuid',
  sequence: 'integer',
  parentVersion: 'integer',
  occurredAt: 'text',
  clock: 'text',
  asked: 'jsonb',
  applied: 'jsonb',
  before: 'jsonb',
  lost: 'jsonb',
  conflicts: 'jsonb',
  merged: 'jsonb',
};

/**
 * An event as the write gives it to the database, without what most events have alike: a large statement costs by its
 * length, on the way and there. Left out is what `OMITTED` says for it.
 */
export function toWire(event: AppendedEvent): Partial<AppendedEvent> {
  const { schema, occurredAt, clock, lost, conflicts, merged } = event;
  return {
    ...event,
    schema: schema === 1 ? undefined : schema,
    clock: clock === occurredAt ? undefined : clock,
    lost: isEmpty(lost) ? undefined : lost,
    conflicts: isEmpty(conflicts) ? undefined : conflicts,
    merged: merged.length === 0 ? undefined : merged,
  } as Partial<AppendedEvent>;
}

/** In SQL, what stands for a column that an event leaves out. */
export const OMITTED: Readonly<Partial<Record<keyof EventRecord, string>>> = {
  schema: '1',
  clock: '"occurredAt"',
  lost: `'{}'`,
  conflicts: `'{}'`,
  merged: `'[]'`,
};

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

export const RECEIPT_COLUMNS: ColumnsOf<ReceiptRecord> = {
  eventId: 'uuid',
  bodyHash: 'text',
  status: 'text',
  code: 'text',
  message: 'text',
  entityType: 'text',
  entityId: 'uuid',
  version: 'integer',
  position: 'integer',
  deviceId: 'uuid',
};

/** Beside its fields, what every projection's table holds. */
export const ENTITY_COLUMNS = {
  id: 'uuid',
  version: 'integer',
  position: 'integer',
  writers: 'jsonb',
  seen: 'jsonb',
  conflicts: 'jsonb',
} as const;
