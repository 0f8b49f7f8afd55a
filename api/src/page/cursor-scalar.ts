import { GraphQLScalarType } from 'graphql';
import { isStorable } from '@cairn/domain';
import { apiError } from '../errors.ts';

export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description: 'A place in a listing or in the log. Opaque: to be given back as it came.',
  parseValue(value) {
    if (typeof value !== 'string') throw apiError('CURSOR_INVALID', 'a cursor is text');
    return value;
  },
});

export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

const INTEGER_LIMIT = 2 ** 31 - 1;

/** What the database can compare with; a cursor made by somebody else may hold anything. */
function isMember(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  return Number.isInteger(value) && Math.abs(value as number) <= INTEGER_LIMIT;
}

/** @throws CURSOR_INVALID for anything that `encodeCursor` did not make of such a place */
export function decodeCursor<Place extends readonly (string | number)[]>(
  cursor: string,
  isPlace: (place: readonly unknown[]) => boolean,
): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(place) && place.every(isMember) && isPlace(place)) return place as unknown as Place;
  } catch {
    // Not JSON: no cursor either.
  }
  throw apiError('CURSOR_INVALID', 'the cursor was not made by this listing');
}
