import { Prisma, type PrismaClient } from '@cairn/prisma';
import type { ArchiveRow, EventRow } from './archive-sql.ts';

export interface EntityKey {
  readonly accountId: string;
  readonly entityType: string;
  readonly entityId: string;
}

/** Most rows of the archive that are unpacked at once. */
const ROWS_AT_ONCE = 16;

/** What is looked for may be only in some rows of the archive. */
export interface Older {
  readonly entity?: { readonly id: string; readonly types: readonly string[] } | undefined;
  /** Before this version of the entity, or this position of the account. */
  readonly before: number | undefined;
  /** Recorded then or later, and before then. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/**
 * Archived events, newest first. Rows are unpacked from the newest on, until there are enough.
 * @param where a condition on rows `e` of Event; `place` what they are ordered by
 */
export async function readArchived(
  prisma: PrismaClient,
  accountId: string,
  older: Older,
  { where, place, limit }: { readonly where: Prisma.Sql; readonly place: Prisma.Sql; readonly limit: number },
): Promise<EventRow[]> {
  const rows = await archiveRows(prisma, accountId, older);
  const events: EventRow[] = [];
  for (let count = 1; rows.length > 0 && events.length < limit; count = Math.min(2 * count, ROWS_AT_ONCE)) {
    const some = rows.splice(0, count);
    const unpacked = older.entity
      ? Prisma.sql`unpack_events_of(a, w.type, ${older.entity.id}::uuid)`
      : Prisma.sql`unpack_events(a)`;
    const found = await prisma.$queryRaw<EventRow[]>`
      select e.*
        from unnest(${some.map(({ throughPosition }) => throughPosition)}::integer[],
                    ${some.map(({ entityType }) => entityType)}::text[]) as w(through, type)
        join "EventArchive" a on a."accountId" = ${accountId}::uuid and a."throughPosition" = w.through
       cross join lateral ${unpacked} e
       where ${where}
       order by ${place} desc limit ${limit - events.length}`;
    events.push(...found);
  }
  return events;
}

interface FoundRow extends ArchiveRow {
  /** Of the entity that was looked for. */
  readonly entityType: string | null;
}

function archiveRows(
  prisma: PrismaClient,
  accountId: string,
  { entity, before, from, to }: Older,
): Promise<FoundRow[]> {
  const within = Prisma.join(
    [
      Prisma.sql`a."accountId" = ${accountId}::uuid`,
      ...(from ? [Prisma.sql`a."recordedThrough" >= ${from}`] : []),
      ...(to ? [Prisma.sql`a."recordedFrom" < ${to}`] : []),
    ],
    ' and ',
  );
  if (!entity) {
    return prisma.$queryRaw<FoundRow[]>`
      select a."throughPosition", null as "entityType" from "EventArchive" a
       where ${within} and (${before ?? null}::integer is null or a."fromPosition" < ${before ?? null}::integer)
       order by a."throughPosition" desc`;
  }
  return prisma.$queryRaw<FoundRow[]>`
    select a."throughPosition", i."entityType"
      from "ArchivedEntity" i
      join "EventArchive" a on a."accountId" = i."accountId" and a."throughPosition" = i."throughPosition"
     where ${within} and i."accountId" = ${accountId}::uuid and i."entityType" = any(${entity.types}::text[])
       and i."entityId" = ${entity.id}::uuid
       and (${before ?? null}::integer is null or i."fromVersion" < ${before ?? null}::integer)
     order by a."throughPosition" desc`;
}

/** The archived event with this id; null when there is none, or it is not archived. */
export async function readArchivedEvent(
  prisma: PrismaClient,
  accountId: string,
  eventId: string,
): Promise<EventRow | null> {
  const rows = await prisma.$queryRaw<EventRow[]>`
    select e.* from "Receipt" r cross join lateral archived_event(r."accountId", r."position") e
     where r."accountId" = ${accountId}::uuid and r."eventId" = ${eventId}::uuid`;
  return rows[0] ?? null;
}

/** An entity's events, archived ones too, in order of version. */
export function readEventsOf(
  prisma: PrismaClient,
  { accountId, entityType, entityId }: EntityKey,
  { after, through }: { readonly after: number; readonly through: number },
): Promise<EventRow[]> {
  return prisma.$queryRaw<EventRow[]>`
    select e.*
      from events_of(${accountId}::uuid, ${entityType}, ${entityId}::uuid, ${after}::integer, ${through}::integer) e
     order by e."version"`;
}

/** The entity's version after its last archived event that was recorded by then; 0 before the first. */
export async function archivedVersionAt(
  prisma: PrismaClient,
  { accountId, entityType, entityId }: EntityKey,
  time: Date,
): Promise<number> {
  // Of the last row that begins before then, the entity's own events may be later; those of the row before it are not.
  const [row] = await prisma.$queryRaw<{ version: number | null }[]>`
    select max(e."version") as version
      from (select a.* from "ArchivedEntity" i
              join "EventArchive" a on a."accountId" = i."accountId" and a."throughPosition" = i."throughPosition"
             where i."accountId" = ${accountId}::uuid and i."entityType" = ${entityType}
               and i."entityId" = ${entityId}::uuid and a."recordedFrom" <= ${time}
             order by a."throughPosition" desc limit 2) as x
      join "EventArchive" a on a."accountId" = x."accountId" and a."throughPosition" = x."throughPosition"
     cross join lateral unpack_events_of(a, ${entityType}, ${entityId}::uuid) e
     where e."recordedAt" <= ${time}`;
  return row?.version ?? 0;
}
