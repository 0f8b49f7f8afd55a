import { readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { forAccount, openDatabase, verifyLog, type Database } from '../src/index.ts';
import { migrateUrl, migrationsFolder } from '../src/migrate.ts';
import { administer, ownerQuery, temporaryPostgres, testDatabaseUrl } from '../src/testing.ts';
import { databaseSuite } from './database-contract.ts';

/** Undone in reverse. */
const made: (() => Promise<void>)[] = [];

async function temporary(): Promise<string> {
  const { url, drop } = await temporaryPostgres();
  made.push(drop);
  return url;
}

async function open(url: string, log: (line: string) => void = () => {}): Promise<Database> {
  const database = await openDatabase({ url, log });
  made.push(() => database.close());
  return database;
}

afterAll(async () => {
  for (const undo of made.reverse()) await undo();
});

describe('PostgreSQL', () => databaseSuite(async () => open(await temporary())));

const migrations = readdirSync(migrationsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

test('processes that start together take turns: each migration is applied once', async () => {
  const url = await temporary();
  const applied = await Promise.all(Array.from({ length: 6 }, () => migrateUrl(url)));
  expect(applied.flat()).toEqual(migrations);
});

test('databases of one cluster can be migrated at the same time', async () => {
  const urls = await Promise.all(Array.from({ length: 4 }, temporary));
  const applied = await Promise.all(urls.map(migrateUrl));
  expect(applied.flat()).toHaveLength(4 * migrations.length);
});

test('an owner who is no superuser can migrate and serve', async () => {
  const role = `cairn_test_${randomBytes(6).toString('hex')}`;
  await administer(testDatabaseUrl, `CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD 'x'`);
  made.push(() => administer(testDatabaseUrl, `DROP ROLE ${role}`));
  const url = new URL(await temporary());
  await administer(testDatabaseUrl, `ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}`);
  url.username = role;
  url.password = 'x';
  const database = await open(url.href);
  expect(await database.prisma.$queryRaw`SELECT current_user::text AS role`).toEqual([{ role: 'cairn_app' }]);

  const accountId = '018f0000-0000-7000-8000-000000000003';
  await forAccount(database.prisma, accountId).head.create({ data: { accountId } });
  await administer(url.href, `DO $$ BEGIN ASSERT (SELECT count(*) FROM "Head") = 0, 'the owner sees accounts'; END $$`);
  expect(await verifyLog(database)).toEqual({ accounts: 1, events: 0, wrong: [] });
});

test('timestamps are UTC also when the server is set to New York', async () => {
  const url = await temporary();
  const name = new URL(url).pathname.slice(1);
  await ownerQuery(await open(url), `ALTER DATABASE ${name} SET TimeZone = 'America/New_York'`);
  const id = '018f0000-0000-7000-8000-000000000002';
  const prisma = forAccount((await open(url)).prisma, id);
  await prisma.account.create({ data: { id, createdAt: new Date('2026-11-20T12:00:00.000Z') } });
  const stored =
    await prisma.$queryRaw`SELECT extract(epoch FROM "createdAt")::int AS seconds FROM "Account" WHERE id = ${id}::uuid`;
  expect(stored).toEqual([{ seconds: Date.parse('2026-11-20T12:00:00Z') / 1000 }]);
});

test('settings that the URL brings stay', async () => {
  const url = new URL(await temporary());
  url.searchParams.set('options', '-c statement_timeout=12345');
  const { prisma } = await open(url.href);
  const settings =
    await prisma.$queryRaw`SELECT current_setting('statement_timeout') AS timeout, current_user::text AS role`;
  expect(settings).toEqual([{ timeout: '12345ms', role: 'cairn_app' }]);
});

test('the pool survives the loss of every connection, also amid a transaction', async () => {
  const url = await temporary();
  const log: string[] = [];
  const { prisma } = await open(url, (line) => log.push(line));
  const other = await open(url);
  await Promise.all(Array.from({ length: 5 }, () => prisma.$queryRaw`SELECT pg_sleep(0.05)::text`));
  const cut = () =>
    ownerQuery(
      other,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  const transaction = prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    await cut();
    await tx.$queryRaw`SELECT 1`;
  });
  await expect(transaction).rejects.toThrow();
  // A query may still be given a connection whose end has not been read yet: each dead one can fail one query, no more.
  let failures = 0;
  const count = async (): Promise<number> =>
    prisma.log.count().catch((error: unknown) => {
      failures += 1;
      if (failures > 10) throw error;
      return count();
    });
  expect(await count()).toBe(1);
  expect(log.join('\n')).toContain('database connection lost');
});
