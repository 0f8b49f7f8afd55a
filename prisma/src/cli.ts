import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { startEmbedded } from './embedded.ts';
import { diff, migrate, migrateUrl, migrationsFolder } from './migrate.ts';
import { openDatabase } from './open.ts';
import { eraseAccount } from './erase-account.ts';
import { verifyLog } from './verify.ts';

const [command, name, ...others] = process.argv.slice(2);

if (command === undefined) await apply();
else if (command === 'new' && name !== undefined && /^[a-z0-9_]+$/.test(name)) await write(name);
else if (command === 'verify') await verify();
else if (command === 'restored') await restored();
else if (command === 'erase' && name !== undefined) await erase([name, ...others]);
else fail('usage: npm run migrate [-- new <name_in_snake_case> | -- verify | -- restored | -- erase <account> …]');

async function apply(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) return fail('DATABASE_URL is not set; the embedded database applies its migrations whenever it starts');
  const applied = await migrateUrl(url);
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply');
}

/** Checks the hash chain of the log in DATABASE_URL, or of the embedded database in DATA_DIR (`data`). */
async function verify(): Promise<void> {
  const { DATABASE_URL: url, DATA_DIR: dataDir = 'data' } = process.env;
  const database = await openDatabase(url ? { url } : { dataDir });
  const { accounts, events, wrong } = await verifyLog(database).finally(() => database.close());
  console.log(`${events} events of ${accounts} accounts read`);
  for (const { accountId, position } of wrong) console.log(`account ${accountId}: wrong from position ${position}`);
  if (wrong.length > 0) fail('the log is not what was appended');
}

/**
 * To be run on a database that was restored from a backup, before it is served: devices that know more than the backup
 * learn by the new epoch to load afresh and to offer again what was lost.
 */
async function restored(): Promise<void> {
  const { DATABASE_URL: url, DATA_DIR: dataDir = 'data' } = process.env;
  const database = await openDatabase(url ? { url } : { dataDir });
  const epoch = randomUUID();
  await database.prisma.log.update({ where: { id: 1 }, data: { epoch } }).finally(() => database.close());
  console.log(`the log has a new epoch, ${epoch}`);
}

/** After a restore: accounts that were erased since the backup was made are erased from it, too. */
async function erase(accounts: readonly string[]): Promise<void> {
  const { DATABASE_URL: url, DATA_DIR: dataDir = 'data' } = process.env;
  const database = await openDatabase(url ? { url } : { dataDir });
  try {
    for (const account of accounts) await eraseAccount(database.prisma, account);
  } finally {
    await database.close();
  }
  console.log(`erased: ${accounts.join(', ')}`);
}

/** Writes what schema.prisma has beyond the migrations, as one more migration. */
async function write(name: string): Promise<void> {
  const server = await startEmbedded(undefined);
  const pool = server.pool([]);
  try {
    await migrate(pool);
    const sql = await diff(pool);
    if (sql === '') return console.log('schema.prisma has nothing that the migrations lack');
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = new URL(`${stamp}_${name}/`, migrationsFolder);
    mkdirSync(folder);
    writeFileSync(new URL('migration.sql', folder), sql);
    console.log(
      `migrations/${stamp}_${name}/migration.sql written; a new table also needs its GRANT to cairn_app, and protect_account_table`,
    );
  } finally {
    await pool.end();
    await server.close();
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
