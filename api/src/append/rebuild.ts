import {
  applyPatch,
  canonicalJson,
  emptyEntity,
  entityKey,
  type Entity,
  type Fields,
  type Registry,
} from '@cairn/domain';
import type { Prisma, PrismaClient } from '@cairn/prisma';
import { fromRow, toRow, type Projection, type StoredRow } from '../entity/projection.ts';
import { projectionSql } from './append-sql.ts';

const PAGE = 1000;

export interface Rebuilt {
  readonly events: number;
  readonly entities: number;
  /** Keys of the entities whose projection was not what the log says, or was missing, or has no events. */
  readonly differing: readonly string[];
}

/**
 * Folds what the account's events applied, without asking a policy again [A7], compares that with the projections and
 * puts right what differs. Holds the account's head meanwhile, so that appends wait.
 */
export async function rebuild(
  prisma: PrismaClient,
  registry: Registry,
  projections: readonly Projection[],
  accountId: string,
): Promise<Rebuilt> {
  return prisma.$transaction(
    async (on) => {
      await on.$queryRaw`select 1 from "Head" where "accountId" = ${accountId}::uuid for update`;
      const { entities, events } = await foldLog(on, registry, accountId);
      const differing: string[] = [];
      for (const projection of projections) {
        const rows = await on.$queryRawUnsafe<{ row: StoredRow }[]>(projectionSql(projection).all, accountId);
        const live = new Map(rows.map(({ row }) => [row.id, fromRow(projection, row)]));
        const told = [...entities.values()].filter(({ type }) => type === projection.type);
        const wrong = told.filter((entity) => canonicalJson(live.get(entity.id) ?? null) !== canonicalJson(entity));
        const stray = [...live.keys()].filter((id) => !entities.has(entityKey({ type: projection.type, id })));
        if (wrong.length > 0) {
          await on.$executeRawUnsafe(projectionSql(projection).upsert, accountId, JSON.stringify(wrong.map(toRow)));
        }
        if (stray.length > 0) await on.$executeRawUnsafe(projectionSql(projection).remove, accountId, stray);
        differing.push(...wrong.map(entityKey), ...stray.map((id) => entityKey({ type: projection.type, id })));
      }
      return { events, entities: entities.size, differing };
    },
    { timeout: 600_000 },
  );
}

async function foldLog(on: Prisma.TransactionClient, registry: Registry, accountId: string) {
  const entities = new Map<string, Entity>();
  let events = 0;
  for (let page = PAGE, after = 0; page === PAGE;) {
    const rows = await on.event.findMany({
      where: { accountId, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: PAGE,
    });
    for (const { entityType: type, entityId: id, version, clock, deviceId: device, position, applied } of rows) {
      const key = entityKey({ type, id });
      const entity = entities.get(key) ?? emptyEntity(registry.entity(type), id);
      entities.set(key, applyPatch(entity, applied as Fields, { version, clock, device }, position));
      after = position;
    }
    events += rows.length;
    page = rows.length;
  }
  return { entities, events };
}
