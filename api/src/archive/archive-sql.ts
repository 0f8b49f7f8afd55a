import type { PrismaClient } from '@cairn/prisma';

export type EventRow = Awaited<ReturnType<PrismaClient['event']['findMany']>>[number];

export interface ArchiveRow {
  readonly throughPosition: number;
}

/** $1 account → its rows of the archive, in order of position. */
export const ARCHIVE_ROWS = `
  select "throughPosition" from "EventArchive" where "accountId" = $1::uuid order by "throughPosition"`;

/** $1 account, $2 `throughPosition` of a row of the archive → its events, in order of position. */
export const ARCHIVED_EVENTS = `
  select e.* from "EventArchive" a cross join lateral unpack_events(a) e
   where a."accountId" = $1::uuid and a."throughPosition" = $2::integer order by e."position"`;

/** No entity ever comes so far: where `events_of` is asked for all that there is. */
export const LAST_VERSION = 2 ** 31 - 1;
