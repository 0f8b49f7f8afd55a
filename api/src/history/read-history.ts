import { isUuid, registry, upcast, type Json } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import type { Connection } from '../page/connection-type.ts';
import { decodeCursor } from '../page/cursor-scalar.ts';
import { connectionOf } from '../page/page.ts';
import type { EventType } from './event-type.ts';

const definitions = new Map(
  registry.mutations.map((mutation) => registry.eventOf(mutation)).map((definition) => [definition.type, definition]),
);

/** In today's shape; as it is when a newer release of the server wrote it. */
function askedOf({ type, asked, schema }: { type: string; asked: unknown; schema: number }) {
  const definition = definitions.get(type);
  return definition ? upcast(definition, asked as Record<string, Json>, schema) : asked;
}

/** @throws CURSOR_INVALID */
export async function readHistory(
  prisma: PrismaClient,
  accountId: string,
  entityId: string,
  first: number,
  after: string | null | undefined,
): Promise<Connection<EventType>> {
  const before =
    typeof after !== 'string' ? undefined : decodeCursor<[number]>(after, ([at]) => Number.isInteger(at))[0];
  if (!isUuid(entityId)) return connectionOf<EventType>([], first, () => []);
  const rows = await prisma.event.findMany({
    where: {
      accountId,
      // Named so that the index that begins with the type serves.
      entityType: { in: registry.entities.map(({ type }) => type) },
      entityId,
      ...(before === undefined ? {} : { version: { lt: before } }),
    },
    orderBy: { version: 'desc' },
    take: first + 1,
  });
  const names = new Map(
    (
      await prisma.device.findMany({
        where: { accountId, id: { in: [...new Set(rows.map(({ deviceId }) => deviceId))] } },
        select: { id: true, name: true },
      })
    ).map(({ id, name }) => [id, name]),
  );
  const events = rows.map((row) => ({
    id: row.id,
    type: row.type,
    version: row.version,
    position: row.position,
    device: { id: row.deviceId, name: names.get(row.deviceId) ?? '' },
    occurredAt: row.occurredAt,
    recordedAt: row.recordedAt.toISOString(),
    asked: askedOf(row),
    applied: row.applied,
    before: row.before,
    lost: row.lost,
    clamped: row.clock !== row.occurredAt,
  }));
  return connectionOf(events, first, ({ version }) => [version]);
}
