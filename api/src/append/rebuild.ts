import { canonicalJson, entityKey, type Entity, type Registry } from '@cairn/domain';
import { forAccount, type Prisma, type PrismaClient } from '@cairn/prisma';
import { toRow, type Projection, type StoredRow } from '../entity/projection.ts';
import { ARCHIVE_ROWS, ARCHIVED_EVENTS, type ArchiveRow, type EventRow } from '../archive/archive-sql.ts';
import { NEXT_TURN, projectionSql } from './append-sql.ts';
import { fold, type FoldedEvent } from './fold.ts';

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
  return forAccount(prisma, accountId).$transaction(
    async (on) => {
      await on.$queryRaw`select 1 from "Head" where "accountId" = ${accountId}::uuid for update`;
      const { entities, events } = await foldLog(on, registry, projections, accountId);
      const differing: string[] = [];
      for (const projection of projections) {
        const rows = await on.$queryRawUnsafe<{ row: StoredRow }[]>(projectionSql(projection).all, accountId);
        const { type } = projection;
        const live = new Map(rows.map(({ row }) => [row.id, canonicalJson({ __typename: type, ...row })]));
        const told = [...entities.values()]
          .filter((entity) => entity.type === type)
          .map((entity) => toRow(projection, entity));
        const wrong = told.filter((row) => live.get(row.id) !== canonicalJson(row));
        const stray = [...live.keys()].filter((id) => !entities.has(entityKey({ type, id })));
        if (wrong.length > 0) {
          await on.$executeRawUnsafe(projectionSql(projection).upsert, accountId, JSON.stringify(wrong));
        }
        if (stray.length > 0) await on.$executeRawUnsafe(projectionSql(projection).remove, accountId, stray);
        differing.push(...[...wrong.map(({ id }) => id), ...stray].map((id) => entityKey({ type, id })));
      }
      // What a server remembers of the account is not what is there any more.
      if (differing.length > 0) {
        await on.$executeRawUnsafe(NEXT_TURN, accountId);
      }
      return { events, entities: entities.size, differing };
    },
    { timeout: 600_000 },
  );
}

async function foldLog(
  on: Prisma.TransactionClient,
  registry: Registry,
  projections: readonly Projection[],
  accountId: string,
) {
  const byType = new Map(projections.map((projection) => [projection.type, projection]));
  const entities = new Map<string, Entity>();
  let events = 0;
  const take = (rows: readonly EventRow[]) => {
    for (const row of rows) {
      const key = entityKey({ type: row.entityType, id: row.entityId });
      const event = row as unknown as FoldedEvent;
      entities.set(key, fold(registry, byType.get(row.entityType)!, entities.get(key), event));
    }
    events += rows.length;
  };
  let after = 0;
  for (const { throughPosition } of await on.$queryRawUnsafe<ArchiveRow[]>(ARCHIVE_ROWS, accountId)) {
    take(await on.$queryRawUnsafe<EventRow[]>(ARCHIVED_EVENTS, accountId, throughPosition));
    after = throughPosition;
  }
  for (let page = PAGE; page === PAGE;) {
    const rows = await on.event.findMany({
      where: { accountId, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: PAGE,
    });
    take(rows);
    after = rows.at(-1)?.position ?? after;
    page = rows.length;
  }
  return { entities, events };
}
