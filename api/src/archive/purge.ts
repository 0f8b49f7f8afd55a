import { forAccount, type PrismaClient } from '@cairn/prisma';
import { columnsOf, isPurgeable, type Projection } from '../entity/projection.ts';

/** Most rows of one transaction. */
const ROWS = 1_000;

/**
 * Purges what lies in the trash and has not been written to since a time: no load brings it any more, no listing shows
 * it, and the purge fence moves to its position, so that a device which may not have heard of its deletion loads afresh.
 * Its row and its history stay: whatever is still written to it is merged as ever, and brings it back to the trash.
 *
 * What something else names, and what waits for a choice, stays: a device must not find a task without what it is a part of.
 * @returns how many entities were purged; of a dry run, how many would be
 */
export async function purgeTrash(
  prisma: PrismaClient,
  projections: readonly Projection[],
  accountId: string,
  { before, dryRun = false }: { readonly before: Date; readonly dryRun?: boolean },
): Promise<number> {
  let purged = 0;
  for (const projection of projections.filter(isPurgeable)) {
    const sql = purgeSql(projection, projections);
    if (dryRun) {
      const rows = await forAccount(prisma, accountId).$queryRawUnsafe<[Counted]>(sql.count, accountId, before);
      purged += rows[0].entities;
      continue;
    }
    for (let count = ROWS; count === ROWS;) {
      count = await forAccount(prisma, accountId).$transaction(async (on) => {
        // With the head's row, so that no page tells of the one without the other.
        await on.$queryRaw`select 1 from "Head" where "accountId" = ${accountId}::uuid for no key update`;
        const [row] = await on.$queryRawUnsafe<[Counted]>(sql.purge, accountId, before, ROWS);
        return row.entities;
      });
      purged += count;
    }
  }
  return purged;
}

interface Counted {
  readonly entities: number;
}

/** $1 account, $2 time, $3 most rows of `purge` → {entities}: how many were purged, or would be. */
function purgeSql(projection: Projection, projections: readonly Projection[]): { purge: string; count: string } {
  const named = projections.flatMap((other) =>
    Object.entries(columnsOf(other))
      .filter(([, type]) => type === 'uuid')
      .map(
        ([column]) => `
           and not exists (select from "${other.type}" r where r."accountId" = $1::uuid and r."${column}" = t."id")`,
      ),
  );
  const old = `
    with fence as (
      select coalesce(
        (select e."position" from "Event" e where e."accountId" = $1::uuid and e."recordedAt" < $2::timestamptz
          order by e."recordedAt" desc, e."position" desc limit 1),
        (select a."throughPosition" from "EventArchive" a
          where a."accountId" = $1::uuid and a."recordedThrough" < $2::timestamptz
          order by a."throughPosition" desc limit 1), 0) as position
    ), old as (
      select t."id" from "${projection.type}" t
       where t."accountId" = $1::uuid and not t."purged" and t."position" <= (select position from fence)
         and t."deletedAt" is not null
         and not exists (select from jsonb_each(t."conflicts") c where c.value -> 'settled' = 'null')${named.join('')}
       order by t."position"`;
  return {
    count: `${old}) select count(*)::integer as entities from old`,
    purge: `${old} limit $3::integer
    ), purged as (
      update "${projection.type}" t set "purged" = true from old where t."accountId" = $1::uuid and t."id" = old."id"
      returning t."position"
    ), moved as (
      update "Head" h set "purgedThrough" = greatest(h."purgedThrough", (select max("position") from purged))
       where h."accountId" = $1::uuid and exists (select from purged)
    )
    select count(*)::integer as entities from purged`,
  };
}
