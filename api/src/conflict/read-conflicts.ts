import { isUuid, type Conflict, type Writer } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import type { EntityRow } from '../entity/projection.ts';
import { readDevices } from '../history/event-device.ts';
import type { Connection } from '../page/connection-type.ts';
import { decodeCursor } from '../page/cursor-scalar.ts';
import { connectionOf } from '../page/page.ts';
import { concepts } from '../registry.ts';
import type { ConflictType } from './conflict-type.ts';

interface ConflictRow {
  readonly position: number;
  readonly entity: EntityRow;
  readonly conflict: Conflict;
}

/** @throws CURSOR_INVALID */
export async function readConflicts(
  prisma: PrismaClient,
  accountId: string,
  { settled, entityId }: { readonly settled: boolean; readonly entityId: string | undefined },
  { first, after }: { readonly first: number; readonly after: string | null | undefined },
): Promise<Connection<ConflictType>> {
  const [position, id] =
    typeof after === 'string'
      ? decodeCursor<[number, string]>(after, ([at, id]) => Number.isInteger(at) && typeof id === 'string')
      : [null, null];
  const isNone = entityId !== undefined && !isUuid(entityId);
  const rows = isNone
    ? []
    : await prisma.$queryRawUnsafe<ConflictRow[]>(SQL, accountId, settled, entityId ?? null, position, id, first + 1);
  const writers = rows.flatMap(({ conflict: { by, against, settled } }) => [
    by,
    against,
    ...(settled ? [settled.by] : []),
  ]);
  const deviceOf = await readDevices(
    prisma,
    accountId,
    writers.map(({ device }) => device),
  );
  const authorOf = ({ version, clock, device }: Writer) => ({ version, clock, device: deviceOf(device) });
  return connectionOf(
    rows.map(({ entity, conflict, position }) => ({
      ...conflict,
      position,
      entityType: entity.__typename,
      entityId: entity.id,
      entity,
      by: authorOf(conflict.by),
      against: authorOf(conflict.against),
      settled: conflict.settled && { ...conflict.settled, by: authorOf(conflict.settled.by) },
    })),
    first,
    ({ position, id }) => [position, id],
  );
}

const tables = concepts.map(
  ({ projection: { type } }) => `
    select to_jsonb(t) - 'accountId' || '{"__typename": "${type}"}' as entity, '${type}' as type, t."id", t."conflicts"
      from "${type}" t
     where t."accountId" = $1::uuid and t."conflicts" <> '{}' and ($3::uuid is null or t."id" = $3::uuid)`,
);

/**
 * $1 account, $2 settled, $3 entity or null, $4 position and $5 id of the last one before or null, $6 limit. Newest
 * first: by the position of the event whose change was kept.
 */
const SQL = `
  select e."position", x.entity, c.value as conflict
    from (${tables.join(' union all ')}) as x
   cross join lateral jsonb_each(x."conflicts") as c
   cross join lateral (select (c.value -> 'by' ->> 'version')::integer as version) as by
   cross join lateral (
     select e."position" from events_of($1::uuid, x.type, x."id", by.version - 1, by.version) e limit 1
   ) as e
   where (c.value -> 'settled' <> 'null') = $2::boolean
     and ($4::integer is null or (e."position", c.key collate "C") < ($4::integer, $5::text collate "C"))
   order by e."position" desc, c.key collate "C" desc
   limit $6::integer`;
