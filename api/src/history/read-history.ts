import { currentSchema, isUuid, registry, upcast, type Fields, type Json, type MergedField } from '@cairn/domain';
import { Prisma, type PrismaClient } from '@cairn/prisma';
import { flatMerged } from '../append/merged-field-type.ts';
import type { EventRow } from '../archive/archive-sql.ts';
import { readArchived } from '../archive/read-archived.ts';
import type { Connection } from '../page/connection-type.ts';
import { decodeCursor } from '../page/cursor-scalar.ts';
import { connectionOf } from '../page/page.ts';
import { readDevices } from './event-device.ts';
import type { EventType } from './event-type.ts';
import { timesOf, whereEvent, type HistoryFilter } from './history-filter.ts';

const definitions = new Map(
  registry.mutations.map((mutation) => registry.eventOf(mutation)).map((definition) => [definition.type, definition]),
);

/** In today's shape; as it is when a newer release of the server wrote it. */
function askedOf({ type, asked, schema }: { type: string; asked: Fields; schema: number }) {
  const definition = definitions.get(type);
  return definition ? upcast(definition, asked as Record<string, Json>, schema) : asked;
}

function shapeOf({ type, schema }: { type: string; schema: number }): number {
  const definition = definitions.get(type);
  return definition ? currentSchema(definition) : schema;
}

/**
 * Events of one entity, or of the whole account, newest first.
 * @throws CURSOR_INVALID, BAD_USER_INPUT
 */
export async function readHistory(
  prisma: PrismaClient,
  accountId: string,
  filter: HistoryFilter,
  page: { readonly first: number; readonly after: string | null | undefined; readonly entityId?: string },
): Promise<Connection<EventType>> {
  const { first, after, entityId } = page;
  const before =
    typeof after !== 'string' ? undefined : decodeCursor<[number]>(after, ([at]) => Number.isInteger(at))[0];
  const conditions = whereEvent(filter);
  if (entityId !== undefined && !isUuid(entityId)) return connectionOf<EventType>([], first, () => []);
  // An entity's own events by version: so the index on it serves, for which the type is named, too.
  const place = entityId === undefined ? Prisma.sql`e."position"` : Prisma.sql`e."version"`;
  const types = registry.entities.map(({ type }) => type);
  const placeOf = ({ version, position }: { version: number; position: number }) =>
    entityId === undefined ? position : version;
  const whereBefore = (before: number | undefined) =>
    Prisma.join(
      [
        Prisma.sql`e."accountId" = ${accountId}::uuid`,
        ...(entityId === undefined
          ? []
          : [Prisma.sql`e."entityType" = any(${types}::text[]) and e."entityId" = ${entityId}::uuid`]),
        ...(before === undefined ? [] : [Prisma.sql`${place} < ${before}::integer`]),
        ...conditions,
      ],
      ' and ',
    );
  const rows = await prisma.$queryRaw<EventRow[]>`
    select e.* from "Event" e where ${whereBefore(before)} order by ${place} desc limit ${first + 1}`;
  if (rows.length <= first) {
    // Whatever is archived in between is before what was found, or would have been found.
    const bound = rows.length > 0 ? placeOf(rows.at(-1)!) : before;
    const older = {
      entity: entityId === undefined ? undefined : { id: entityId, types },
      before: bound,
      ...timesOf(filter),
    };
    const limit = first + 1 - rows.length;
    rows.push(...(await readArchived(prisma, accountId, older, { where: whereBefore(bound), place, limit })));
  }
  const deviceOf = await readDevices(
    prisma,
    accountId,
    rows.map(({ deviceId }) => deviceId),
  );
  const events = rows.map((row) => ({
    id: row.id,
    type: row.type,
    entityType: row.entityType,
    entityId: row.entityId,
    version: row.version,
    position: row.position,
    device: deviceOf(row.deviceId),
    sequence: row.sequence,
    parentVersion: row.parentVersion,
    occurredAt: row.occurredAt,
    clock: row.clock,
    recordedAt: row.recordedAt.toISOString(),
    asked: askedOf({ ...row, asked: row.asked as Fields }),
    schema: shapeOf(row),
    applied: row.applied,
    before: row.before,
    lost: row.lost,
    conflicts: row.conflicts,
    merged: flatMerged(row.merged as unknown as MergedField[]),
    clamped: row.clock !== row.occurredAt,
  }));
  return connectionOf(events, first, (event) => [placeOf(event)]);
}
