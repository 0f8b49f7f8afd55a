import { parseClock, type ClockReading } from './clock.ts';
import { isUuid } from './id.ts';
import { Refusal } from './refusal.ts';

/** What every event carries beside its payload. Made by the client and stored before the first send. */
export interface EventStamp {
  /** UUID (version 7 when Cairn's client makes it); unique within the account, and what makes a re-send harmless. */
  readonly id: string;
  /** The entity's confirmed version that the writer had seen; 0 when it had seen none. */
  readonly parentVersion: number;
  /** The device's own counter, never re-used: 1, 2, 3 … */
  readonly sequence: number;
  readonly occurredAt: ClockReading;
  /** The release of the payload's shape, 1 when absent: older shapes are upcast [E4]. */
  readonly schema?: number | undefined;
}

const INT = 2 ** 31 - 1;
const MEMBERS = ['id', 'parentVersion', 'sequence', 'occurredAt', 'schema'];

function isCount(value: unknown, min: number): value is number {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= INT;
}

/** @throws Refusal */
export function checkStamp(value: unknown): EventStamp {
  if (value === null || typeof value !== 'object') throw new Refusal('VALUE_MISSING', 'event is missing', 'event');
  const stamp = value as Record<string, unknown>;
  for (const name of Object.keys(stamp)) {
    if (!MEMBERS.includes(name)) {
      throw new Refusal('UNKNOWN_FIELD', `event.${name} is not known`, `event.${name}`);
    }
  }
  if (!isUuid(stamp.id)) throw new Refusal('EVENT_ID_INVALID', 'event.id must be a lower-case UUID', 'event.id');
  if (!isCount(stamp.parentVersion, 0)) {
    throw new Refusal('PARENT_VERSION_INVALID', 'event.parentVersion must be 0 or more', 'event.parentVersion');
  }
  if (!isCount(stamp.sequence, 1)) {
    throw new Refusal('SEQUENCE_INVALID', 'event.sequence must be 1 or more', 'event.sequence');
  }
  parseClock(stamp.occurredAt);
  if (stamp.schema !== undefined && !isCount(stamp.schema, 1)) {
    throw new Refusal('VALUE_INVALID', 'event.schema must be 1 or more', 'event.schema');
  }
  return {
    id: stamp.id,
    parentVersion: stamp.parentVersion,
    sequence: stamp.sequence,
    occurredAt: stamp.occurredAt as string,
    ...(stamp.schema === undefined ? {} : { schema: stamp.schema as number }),
  };
}
