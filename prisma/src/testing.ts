import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import type { PrismaClient } from '../generated/client.ts';
import { asAccount } from './account-scope.ts';
import { asOwner, poolOf, type Database } from './open.ts';

export const testDatabaseUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Runs one statement as the owner of the database (the superuser of an embedded one) and returns its rows. */
export function ownerQuery<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  database: Database,
  sql: string,
  values?: unknown[],
): Promise<Row[]> {
  return asOwner(poolOf(database), async (client) => (await client.query<Row>(sql, values)).rows);
}

/** For a look at everything: the database in the scope of all accounts that it knows at that moment. */
export function everyAccount(database: Database): PrismaClient {
  const accountIds = async () => {
    const rows = await ownerQuery<{ id: string }>(
      database,
      `select "id" from "Account" union select "accountId" from "Head" union select "accountId" from "Device"
        union select "accountId" from "Event" union select "accountId" from "Receipt"`,
    );
    return rows.map(({ id }) => id);
  };
  const wide = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member !== null && typeof member === 'object' ? wide(member) : member;
        const call = member.bind(target) as (...given: readonly unknown[]) => PromiseLike<unknown>;
        return async (...given: readonly unknown[]) => asAccount(await accountIds(), () => call(...given));
      },
    });
  return wide(database.prisma);
}

/** What an older release left in a database: migrated up to `last`, and what `fill` writes as the owner. */
export async function leaveOlder(
  where: { readonly url: string } | { readonly dataDir: string },
  last: string,
  fill: (pool: pg.Pool) => Promise<unknown>,
): Promise<void> {
  const embedded = 'dataDir' in where ? await startEmbedded(where.dataDir) : undefined;
  const pool = embedded?.pool([]) ?? new pg.Pool({ connectionString: 'url' in where ? where.url : '', max: 1 });
  try {
    await migrate(pool, last);
    await fill(pool);
  } finally {
    await pool.end();
    await embedded?.close();
  }
}

/** A new, empty database on the PostgreSQL of `baseUrl`, named cairn_test_<random>. `drop` also ends its connections. */
export async function temporaryPostgres(baseUrl = testDatabaseUrl): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `cairn_test_${randomBytes(6).toString('hex')}`;
  await administer(baseUrl, `CREATE DATABASE ${name}`);
  const url = new URL(baseUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(baseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Runs one statement on a connection of its own. */
export async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
