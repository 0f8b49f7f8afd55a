import type { ConflictPatch, Fields, MergedField } from '@cairn/domain';
import type { Columns, ColumnType } from '../entity/projection.ts';

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

const MOSTLY_ALIKE = { clock: 'text', lost: 'jsonb', conflicts: 'jsonb', merged: 'jsonb' } as const;

const ALWAYS_SAID = {
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
  asked: 'jsonb',
  applied: 'jsonb',
  before: 'jsonb',
} as const;

export const EVENT_COLUMNS: ColumnsOf<EventRecord> = { ...ALWAYS_SAID, ...MOSTLY_ALIKE };

/**
 * The order in which the write gives an event's members to the database. A large statement costs by its length, on the way
 * and there: names are not repeated for each event, and what most events have alike comes last and is left out.
 */
export const EVENT_WIRE: ColumnsOf<AppendedEvent> = {
  ...ALWAYS_SAID,
  bodyHash: 'text',
  status: 'text',
  ...MOSTLY_ALIKE,
};

const MEMBERS = Object.keys(EVENT_WIRE) as (keyof AppendedEvent)[];
const PLAIN_MEMBERS = MEMBERS.filter((name) => !(name in MOSTLY_ALIKE));

/** In SQL, what stands for a member that is left out. */
export const OMITTED: Readonly<Record<keyof typeof MOSTLY_ALIKE, string>> = {
  clock: '"occurredAt"',
  lost: `'{}'`,
  conflicts: `'{}'`,
  merged: `'[]'`,
};

export function eventToWire(event: AppendedEvent): unknown[] {
  const { clock, occurredAt, lost, conflicts, merged } = event;
  const isPlain = clock === occurredAt && isEmpty(lost) && isEmpty(conflicts) && merged.length === 0;
  const members = isPlain ? PLAIN_MEMBERS : MEMBERS;
  return members.map((name) => event[name]);
}

/** A row's values in the order of its columns. */
export function rowToWire(columns: Columns, row: object): unknown[] {
  return Object.keys(columns).map((name) => row[name as keyof typeof row]);
}

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
