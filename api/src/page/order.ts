import { isUuid } from '@cairn/domain';
import { decodeCursor } from './cursor-scalar.ts';

/** By order key, ties by id: two devices may have made the same key. */
export const byOrder = [{ order: 'asc' as const }, { id: 'asc' as const }];

export function placeByOrder(row: { readonly order: string; readonly id: string }): [string, string] {
  return [row.order, row.id];
}

/** @throws CURSOR_INVALID */
export function afterOrder(cursor: string | null | undefined) {
  if (typeof cursor !== 'string') return {};
  const [order, id] = decodeCursor<[string, string]>(
    cursor,
    ([order, id]) => typeof order === 'string' && /^[0-9A-Za-z]{1,200}$/.test(order) && isUuid(id),
  );
  // The first line says nothing new to a reader, but lets the index begin at the place.
  return { order: { gte: order }, OR: [{ order: { gt: order } }, { order, id: { gt: id } }] };
}
