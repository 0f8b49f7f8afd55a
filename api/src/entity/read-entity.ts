import { isUuid, registry, type Entity } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import { fold, type FoldedEvent } from '../append/fold.ts';
import { archivedVersionAt, readEventsOf, type EntityKey } from '../archive/read-archived.ts';
import { apiError } from '../errors.ts';
import { isoTimeOf } from '../page/iso-time.ts';
import type { EntityArgs } from './entity-args.ts';
import { toRow, type EntityRow, type Projection, type StoredRow } from './projection.ts';

/** Events read at once. */
const PAGE = 1000;

/**
 * One entity of the account, as it is or as it was.
 * @throws BAD_USER_INPUT for both `atVersion` and `asOf`, no time, or a version that it has not had
 */
export async function readEntity(
  prisma: PrismaClient,
  projection: Projection,
  accountId: string,
  { id, atVersion, asOf }: EntityArgs,
): Promise<EntityRow | null> {
  const isAtVersion = typeof atVersion === 'number';
  if (isAtVersion && typeof asOf === 'string') throw apiError('BAD_USER_INPUT', 'give atVersion or asOf, not both');
  const time = typeof asOf === 'string' ? isoTimeOf(asOf, 'asOf') : undefined;
  if (isAtVersion && atVersion < 1) throw apiError('BAD_USER_INPUT', 'versions begin with 1');
  if (!isUuid(id)) return null;
  const [found] = await prisma.$queryRawUnsafe<{ row: StoredRow }[]>(
    `select to_jsonb(t) - 'accountId' as row from "${projection.type}" t
      where t."accountId" = $1::uuid and t."id" = $2::uuid`,
    accountId,
    id,
  );
  if (!found) return null;
  const { row } = found;
  if (isAtVersion && atVersion > row.version) {
    throw apiError('BAD_USER_INPUT', `it is at version ${row.version}, not yet at ${atVersion}`);
  }
  const key = { accountId, entityType: projection.type, entityId: id };
  const version = time ? await versionAt(prisma, key, time) : (atVersion ?? row.version);
  if (version === row.version) return { __typename: projection.type, ...row };
  if (version === 0) return null;
  return toRow(projection, await foldUpTo(prisma, projection, key, version));
}

/** After the last event recorded by then; 0 before the first. */
async function versionAt(prisma: PrismaClient, key: EntityKey, time: Date): Promise<number> {
  const last = await prisma.event.findFirst({
    where: { ...key, recordedAt: { lte: time } },
    orderBy: { version: 'desc' },
    select: { version: true },
  });
  return last?.version ?? (await archivedVersionAt(prisma, key, time));
}

async function foldUpTo(
  prisma: PrismaClient,
  projection: Projection,
  key: EntityKey,
  version: number,
): Promise<Entity> {
  let entity: Entity | undefined;
  // Compacting on the way would cost much and change nothing of what is shown.
  const { derivation: _, ...plain } = projection;
  while (!entity || entity.version < version) {
    const after = entity?.version ?? 0;
    const rows = await readEventsOf(prisma, key, { after, through: Math.min(version, after + PAGE) });
    if (rows.length === 0) throw new Error(`${key.entityType} ${key.entityId} lacks events up to ${version}`);
    for (const row of rows) entity = fold(registry, plain, entity, row as unknown as FoldedEvent);
  }
  return entity;
}
