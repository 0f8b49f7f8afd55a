import { mkdirSync, writeFileSync } from 'node:fs';
import { startEmbedded } from './embedded.ts';
import { diff, migrate, migrateUrl, migrationsFolder } from './migrate.ts';

const [command, name] = process.argv.slice(2);

if (command === undefined) await apply();
else if (command === 'new' && name !== undefined && /^[a-z0-9_]+$/.test(name)) await write(name);
else fail('usage: npm run migrate [-- new <name_in_snake_case>]');

async function apply(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) return fail('DATABASE_URL is not set; the embedded database applies its migrations whenever it starts');
  const applied = await migrateUrl(url);
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply');
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
    console.log(`migrations/${stamp}_${name}/migration.sql written; a new table also needs its GRANT to cairn_app`);
  } finally {
    await pool.end();
    await server.close();
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
