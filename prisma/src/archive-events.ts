import { asOwner, poolOf, type Database } from './open.ts';

/** Events of one row of the archive. */
export const ARCHIVE_ROW = 1_000;

/** Within it, a row of the archive waits for an erasure or a rebuild. */
const LOCK_TIMEOUT = '10s';

export interface ArchiveOptions {
  /** Only what was recorded before then. */
  readonly before: Date;
  readonly accountIds: readonly string[];
  /** Events of one row, 1,000 unless told: fewer stay where they are. */
  readonly most?: number | undefined;
  /** Milliseconds between two rows, 50 unless told. */
  readonly pause?: number | undefined;
  /** Counts what would be moved, and moves nothing. */
  readonly dryRun?: boolean | undefined;
  /** Called after each row, or account of a dry run. */
  readonly onMoved?: (accountId: string, events: number) => void;
}

export interface Archived {
  /** That were moved. */
  readonly events: number;
  /** Accounts at which it was refused, or waited in vain. What was moved of them before stays moved. */
  readonly failed: readonly { readonly accountId: string; readonly message: string }[];
}

/**
 * Moves old events into the archive, as the owner of the database: a row of it at a time, each in one transaction. Stops
 * nobody; stopped itself, it goes on where it was.
 */
export async function archiveEvents(database: Database, options: ArchiveOptions): Promise<Archived> {
  const { before, most = ARCHIVE_ROW, pause = 50, dryRun = false, onMoved } = options;
  return asOwner(poolOf(database), async (client) => {
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'; SET TIME ZONE UTC`);
    const failed: Archived['failed'][number][] = [];
    let moved = 0;
    const move = dryRun ? WOULD_MOVE : MOVE;
    for (const accountId of options.accountIds) {
      try {
        for (let events = -1; events !== 0;) {
          const { rows } = await client.query<{ events: number }>(move, [accountId, before, most]);
          events = rows[0]!.events;
          moved += events;
          if (events > 0) onMoved?.(accountId, events);
          if (dryRun) break;
          if (events > 0 && pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
        }
      } catch (error) {
        failed.push({ accountId, message: (error as Error).message });
      }
    }
    return { events: moved, failed };
  });
}

/** Every account that has a log. */
export async function accountsOf(database: Database): Promise<string[]> {
  const { rows } = await asOwner(poolOf(database), (client) =>
    client.query<{ accountId: string }>(`select "accountId" from "Head" order by 1`),
  );
  return rows.map(({ accountId }) => accountId);
}

const MOVE = `select archive_events($1::uuid, $2::timestamptz, $3::integer) as events`;

const WOULD_MOVE = `
  select count(*)::integer / $3::integer * $3::integer as events from "Event"
   where "accountId" = $1::uuid and "recordedAt" < $2::timestamptz`;
