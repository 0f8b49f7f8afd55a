import { apiError } from '../errors.ts';
import type { Connection } from './connection-type.ts';
import { encodeCursor } from './cursor-scalar.ts';

/** Most items of one page of a listing. */
export const PAGE_LIMIT = 200;

/** @throws BAD_USER_INPUT */
export function checkFirst(first: number, limit: number): number {
  if (first >= 1 && first <= limit) return first;
  throw apiError('BAD_USER_INPUT', `first must be from 1 to ${limit}`);
}

/** A connection of rows that were read with one more than `first`. */
export function connectionOf<T>(
  rows: readonly T[],
  first: number,
  placeOf: (row: T) => readonly (string | number)[],
): Connection<T> {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(placeOf(node)) }));
  return { nodes, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}
