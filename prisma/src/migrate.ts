import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { inPackage } from './in-package.ts';
import { schemaEngine, type SchemaEngine } from './schema-engine.ts';

const schema = inPackage('schema.prisma');
export const migrationsFolder = inPackage('migrations/');

const filters = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations that the database lacks and returns their names. `pool` connects as the owner.
 * All of them are one transaction, so that a process killed half-way leaves nothing to repair; the engine's advisory
 * lock (the same as the official CLI's) makes processes that start together take turns.
 * @param last stops after the migration of this name
 */
export async function migrate(pool: pg.Pool, last?: string): Promise<string[]> {
  return withEngine(pool, async (engine) => {
    const applied = await engine.applyMigrations({ migrationsList: migrationsList(last), filters });
    return applied.appliedMigrationNames;
  });
}

/** `migrate` for a connection URL. */
export async function migrateUrl(url: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('error', () => {});
  try {
    return await migrate(pool);
  } finally {
    await pool.end();
  }
}

/** The SQL that would make the database of `pool` what `schema.prisma` says, or '' when it already is. */
export async function diff(pool: pg.Pool): Promise<string> {
  return withEngine(pool, async (engine) => {
    const content = readFileSync(schema, 'utf8');
    const files = [{ path: 'schema.prisma', content }];
    const found = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: fileURLToPath(new URL('.', schema)) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters,
    });
    return found.exitCode === 0 ? '' : (found.stdout ?? '');
  });
}

async function withEngine<T>(pool: pg.Pool, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const failures: unknown[] = [];
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL app.operator = 'on'`);
    const engine = await schemaEngine(pool, client, failures);
    try {
      const result = await work(engine);
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('the transaction of the migrations was rolled back');
      return result;
    } finally {
      engine.free();
    }
  } catch (error) {
    throw failures[0] ?? error;
  } finally {
    client.release(true);
  }
}

function migrationsList(last?: string) {
  const names = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const read = (path: string) => readFileSync(new URL(path, migrationsFolder), 'utf8');
  return {
    baseDir: fileURLToPath(migrationsFolder),
    lockfile: { path: 'migration_lock.toml', content: read('migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: names
      .map(({ name }) => name)
      .filter((name) => last === undefined || name <= last)
      .sort()
      .map((path) => ({
        path,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: read(`${path}/migration.sql`) } },
      })),
  };
}
