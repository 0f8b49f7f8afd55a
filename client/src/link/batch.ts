import type { OutboxEntry } from '../outbox/outbox-entry.ts';

/** Events in one request, at most, and the bytes of their JSON: a server takes 256 KiB, what is around them included. */
export const BATCH = 250;
const BATCH_BYTES = 240_000;
/** Bytes around an input beside the name of its mutation: `{"":},`. */
const AROUND = 6;

const encoder = new TextEncoder();

/**
 * Answers for one entry after the other whether it still goes into the same request; the first always does. One that is
 * refused ends the request.
 */
export function batchRoom(limit = BATCH): (entry: Pick<OutboxEntry, 'mutation' | 'input'>) => boolean {
  let count = 0;
  let bytes = 0;
  return ({ mutation, input }) => {
    bytes += mutation.length + AROUND + encoder.encode(JSON.stringify(input)).length;
    count += 1;
    return count === 1 || (count <= limit && bytes <= BATCH_BYTES);
  };
}
