import { isUuid } from '@cairn/domain';
import { apiError } from '../errors.ts';
import { decodeCursor, encodeCursor } from '../page/cursor-scalar.ts';

/** A place in the log of one epoch. */
export interface LogPlace {
  readonly epoch: string;
  readonly position: number;
  /** The purge fence of the account: what was purged is of this position or before. Of a cursor: as it was then. */
  readonly purged: number;
}

export function encodeLogCursor({ epoch, position, purged }: LogPlace): string {
  return encodeCursor(purged === 0 ? [epoch, position] : [epoch, position, purged]);
}

/**
 * The position a reader goes on from; 0 is the beginning. Behind the purge fence a reader may have what was purged since,
 * and no page would say so; not one whose load began after the purge, as its cursor tells.
 * @param cursor null for the beginning
 * @param now where the log is
 * @throws CURSOR_INVALID, and CURSOR_EXPIRED when the log was restored from before the cursor, or purged after it [F4]
 */
export function positionOf(cursor: string | null, now: LogPlace): number {
  if (cursor === null) return 0;
  const { epoch, position, purged } = decodePlace(cursor);
  if (epoch !== now.epoch || position > now.position || (position < now.purged && purged !== now.purged)) {
    throw apiError('CURSOR_EXPIRED', 'the log began anew, or was purged, since this cursor was made: load afresh');
  }
  return position;
}

/** The cursor's position, for a query that is checked with `positionOf` afterwards. @throws CURSOR_INVALID */
export function claimedPosition(cursor: string | null): number {
  return cursor === null ? 0 : decodePlace(cursor).position;
}

const isPosition = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31;

function decodePlace(cursor: string): LogPlace {
  const [epoch, position, purged = 0] = decodeCursor<[epoch: string, position: number, ...purged: number[]]>(
    cursor,
    ([epoch, position, purged = 0]) => isUuid(epoch) && isPosition(position) && isPosition(purged),
  );
  return { epoch, position, purged };
}
