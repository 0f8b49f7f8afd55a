import { isUuid } from '@cairn/domain';
import { apiError } from '../errors.ts';
import { decodeCursor, encodeCursor } from '../page/cursor-scalar.ts';

/** A place in the log of one epoch. */
export interface LogPlace {
  readonly epoch: string;
  readonly position: number;
}

export function encodeLogCursor({ epoch, position }: LogPlace): string {
  return encodeCursor([epoch, position]);
}

/**
 * The position a reader goes on from; 0 is the beginning.
 * @param cursor null for the beginning
 * @param now where the log is
 * @throws CURSOR_INVALID, and CURSOR_EXPIRED when the log was restored from before the cursor [F4]
 */
export function positionOf(cursor: string | null, now: LogPlace): number {
  if (cursor === null) return 0;
  const [epoch, position] = decodePlace(cursor);
  if (epoch !== now.epoch || position > now.position) {
    throw apiError('CURSOR_EXPIRED', 'the log is not the one this cursor was made for: load afresh');
  }
  return position;
}

/** The cursor's position, for a query that is checked with `positionOf` afterwards. @throws CURSOR_INVALID */
export function claimedPosition(cursor: string | null): number {
  return cursor === null ? 0 : decodePlace(cursor)[1];
}

function decodePlace(cursor: string): [epoch: string, position: number] {
  return decodeCursor(
    cursor,
    ([epoch, position]) =>
      isUuid(epoch) && Number.isInteger(position) && (position as number) >= 0 && (position as number) < 2 ** 31,
  );
}
