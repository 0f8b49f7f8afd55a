import { formatClock, tick, type ClockReading, type DomainEvent, type Entity } from '@cairn/domain';

/** What a writer without an outbox may leave to the server, and what stands there until the server knows. */
const PLACEHOLDERS = { parentVersion: 0, sequence: 1, occurredAt: formatClock(0) } as const;

export type LeftOut = keyof typeof PLACEHOLDERS;

const MEMBERS = Object.keys(PLACEHOLDERS) as LeftOut[];

/** The members that a stamp leaves out; null is left out, too. */
export function leftOutOf(stamp: Readonly<Record<string, unknown>>): readonly LeftOut[] {
  return MEMBERS.filter((name) => stamp[name] === undefined || stamp[name] === null);
}

/** A stamp that can be checked like any other. */
export function withPlaceholders(
  stamp: Readonly<Record<string, unknown>>,
  leftOut: readonly LeftOut[],
): Readonly<Record<string, unknown>> {
  return { ...stamp, ...Object.fromEntries(leftOut.map((name) => [name, PLACEHOLDERS[name]])) };
}

/** What the server knows when the event's turn has come. */
interface Turn {
  readonly device: string;
  readonly position: number;
  readonly entity: Entity | undefined;
  /** The last reading that was given in this append. */
  readonly last: ClockReading | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The event with what was left out of its stamp. `parentVersion`: the entity as it is, whatever it is. `sequence`: the event's
 * position in the log, which no other event of the writer has. `occurredAt`: now, and after all that the writer has said
 * of the entity so far.
 */
export function completed(event: DomainEvent, leftOut: readonly LeftOut[], turn: Turn): DomainEvent {
  if (leftOut.length === 0) return event;
  const { device, position, entity, last, now } = turn;
  const given: Record<LeftOut, () => number | string> = {
    parentVersion: () => entity?.version ?? 0,
    sequence: () => position,
    occurredAt: () => tick(laterOf(last, entity?.seen[device]?.clock), now),
  };
  return { ...event, stamp: { ...event.stamp, ...Object.fromEntries(leftOut.map((name) => [name, given[name]()])) } };
}

function laterOf(a: ClockReading | undefined, b: ClockReading | undefined): ClockReading | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}
