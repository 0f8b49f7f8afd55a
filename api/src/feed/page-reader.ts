import { asAccount, type PrismaClient } from '@cairn/prisma';
import { isPurgeable, type EntityRow, type Projection } from '../entity/projection.ts';
import { apiError } from '../errors.ts';
import type { ChangePage } from './change-page-type.ts';
import { claimedPosition, encodeLogCursor, positionOf } from './log-cursor.ts';

/** Bytes of entities after which a page ends, so that a few large ones do not make it huge. */
export const PAGE_BYTES = 1024 * 1024;

interface PageRow {
  readonly epoch: string;
  readonly head: number | null;
  readonly purged: number | null;
  /** How many entities there are for the page and the place after it. */
  readonly found: number;
  readonly changes: readonly EntityRow[];
}

/** Reads pages of changes, each in one statement, so that page, head and epoch belong together. */
export class PageReader {
  readonly #prisma: PrismaClient;
  readonly #sql: string;

  constructor(prisma: PrismaClient, projections: readonly Projection[]) {
    this.#prisma = prisma;
    this.#sql = pageSql(projections);
  }

  /** @throws CURSOR_INVALID, CURSOR_EXPIRED, ACCOUNT_GONE */
  async read(accountId: string, after: string | null, first: number): Promise<ChangePage> {
    const claimed = claimedPosition(after);
    const [row] = await asAccount(accountId, () =>
      this.#prisma.$queryRawUnsafe<[PageRow]>(this.#sql, accountId, claimed, first + 1),
    );
    const { epoch, head } = row;
    if (head === null) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
    const purged = row.purged ?? 0;
    positionOf(after, { epoch, position: head, purged });
    const changes = row.changes.slice(0, first);
    const hasMore = row.found > changes.length;
    const position = hasMore ? changes.at(-1)!.position : head;
    return { changes, cursor: encodeLogCursor({ epoch, position, purged }), epoch, hasMore, head };
  }
}

/** $1 account, $2 position, $3 limit. Each table gives its own first rows by index; the few are merged. */
export function pageSql(projections: readonly Projection[]): string {
  const tables = projections.map((projection) => {
    const { type } = projection;
    return `
      (select t."position", (to_jsonb(t) - 'accountId' - 'purged') || '{"__typename": "${type}"}' as entity
         from "${type}" t
        where t."accountId" = $1::uuid ${isPurgeable(projection) ? 'and not t."purged"' : ''} and t."position" > $2::integer
        order by t."position" limit $3::integer)`;
  });
  return `
    with page as (
      select * from (${tables.join(' union all ')}) as every order by "position" limit $3::integer
    ), sized as (
      select p.*, sum(pg_column_size(p.entity)) over (order by p."position") - pg_column_size(p.entity) as before
        from page p
    )
    select
      (select l."epoch"::text from "Log" l where l."id" = 1) as epoch,
      (select h."position" from "Head" h where h."accountId" = $1::uuid) as head,
      (select h."purgedThrough" from "Head" h where h."accountId" = $1::uuid) as purged,
      (select count(*)::integer from sized) as found,
      (select coalesce(json_agg(s.entity order by s."position"), '[]')
         from sized s where s.before < ${PAGE_BYTES}) as changes`;
}
