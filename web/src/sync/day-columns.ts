import type { TimelineSlot } from '@cairn/client';

/** Half an hour of the last day. */
export interface DayColumn {
  /** When it begins; milliseconds since 1970. */
  readonly at: number;
  readonly queued: number;
  readonly pushed: number;
  readonly rejected: number;
  readonly failed: number;
}

const WIDTH = 1_800_000;
const COLUMNS = 48;

/** The last 24 hours, oldest first, with the columns in which nothing happened. */
export function dayColumns(timeline: readonly TimelineSlot[], now: number): DayColumn[] {
  const last = Math.floor(now / WIDTH);
  const columns = Array.from({ length: COLUMNS }, (_, index) => ({
    at: (last - COLUMNS + 1 + index) * WIDTH,
    queued: 0,
    pushed: 0,
    rejected: 0,
    failed: 0,
  }));
  for (const slot of timeline) {
    const column = columns[Math.floor(Date.parse(slot.at) / WIDTH) - last + COLUMNS - 1];
    if (!column) continue;
    column.queued += slot.queued;
    column.pushed += slot.pushed;
    column.rejected += slot.rejected;
    column.failed += slot.failed;
  }
  return columns;
}
