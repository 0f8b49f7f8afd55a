import { isUuid } from '@cairn/domain';
import { ARCHIVE_ROW, accountsOf, archiveEvents, type Database } from '@cairn/prisma';
import { projections } from '../server/services.ts';
import { purgeTrash } from './purge.ts';

const DAY = 86_400_000;

export interface ArchiveCommand {
  /** Days; events that are older move to the archive. */
  readonly olderThan: number | undefined;
  /** Days; what has lain in the trash for longer is purged. */
  readonly purgeTrash: number | undefined;
  readonly accountIds: readonly string[] | undefined;
  readonly dryRun: boolean;
  /** Events of one row of the archive. */
  readonly rows: number;
  /** Milliseconds between two rows. */
  readonly pause: number;
}

export const USAGE = `usage: npm run archive -- [--older-than 365d] [--purge-trash 90d] [--account <id>]… [--dry-run]
                          [--rows ${ARCHIVE_ROW}] [--pause 50]`;

/** What a command line says. @throws TypeError with what is wrong in it */
export function parseArchiveCommand(args: readonly string[]): ArchiveCommand {
  const accountIds: string[] = [];
  const numbers: Record<string, number | undefined> = {};
  let dryRun = false;
  for (let index = 0; index < args.length; index += 1) {
    const option = args[index]!;
    if (option === '--dry-run') {
      dryRun = true;
      continue;
    }
    const value = args[(index += 1)] ?? '';
    if (option === '--account') {
      if (!isUuid(value)) throw new TypeError('--account takes the id of an account');
      accountIds.push(value);
    } else if (option === '--older-than' || option === '--purge-trash') {
      if (!/^\d{1,5}d$/.test(value)) throw new TypeError(`${option} takes days: 365d`);
      numbers[option] = Number(value.slice(0, -1));
    } else if (option === '--rows' || option === '--pause') {
      if (!/^\d{1,5}$/.test(value) || (option === '--rows' && Number(value) === 0)) {
        throw new TypeError(`${option} takes a number`);
      }
      numbers[option] = Number(value);
    } else {
      throw new TypeError(`${option} is no option`);
    }
  }
  const { '--older-than': olderThan, '--purge-trash': purgeTrash } = numbers;
  if (olderThan === undefined && purgeTrash === undefined) throw new TypeError('nothing to do');
  return {
    olderThan,
    purgeTrash,
    accountIds: accountIds.length > 0 ? accountIds : undefined,
    dryRun,
    rows: numbers['--rows'] ?? ARCHIVE_ROW,
    pause: numbers['--pause'] ?? 50,
  };
}

/** Answers whether all of it was done. */
export async function runArchiveCommand(
  database: Database,
  { olderThan, purgeTrash: purge, accountIds: given, dryRun, rows, pause }: ArchiveCommand,
  now: number,
  say: (line: string) => void,
): Promise<boolean> {
  const accountIds = given ?? (await accountsOf(database));
  let isWhole = true;
  const fail = (accountId: string, message: string) => {
    say(`account ${accountId}: ${message}`);
    isWhole = false;
  };
  if (olderThan !== undefined) {
    const before = new Date(now - olderThan * DAY);
    const { events, failed } = await archiveEvents(database, { before, accountIds, most: rows, pause, dryRun });
    say(`${events} events ${dryRun ? 'would move' : 'moved'} to the archive`);
    for (const { accountId, message } of failed) fail(accountId, message);
  }
  if (purge !== undefined) {
    const before = new Date(now - purge * DAY);
    let count = 0;
    for (const accountId of accountIds) {
      const purged = purgeTrash(database.prisma, projections, accountId, { before, dryRun });
      count += await purged.catch((error: Error) => (fail(accountId, error.message), 0));
    }
    say(`${count} entities ${dryRun ? 'would be ' : ''}purged from the trash`);
  }
  return isWhole;
}
