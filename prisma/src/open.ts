import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '../generated/client.ts';
import { accountPool } from './account-pool.ts';
import { startEmbedded } from './embedded.ts';
import { migrate, migrateUrl } from './migrate.ts';
import { statementName, withPrepared } from './prepared.ts';

/** A migrated database, served as the role `cairn_app` with the session in UTC. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly kind: 'embedded' | 'postgres';
  /** Waits for what is running, then lets go of connections, thread and folder. Can be called again. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** `postgres://…` of the owner: the role that migrates and may become `cairn_app`. */
  url?: string;
  /** Instead of `url`: the folder of the embedded database, or `memory://`. */
  dataDir?: string;
  /** Size of the pool on PostgreSQL, 10 unless told. Embedded has one connection. */
  connections?: number;
  log?: (line: string) => void;
}

const vacuumMinutes = 10;

/** What comes with the URL goes before these. No statement of a request takes long, nor waits long for a lock. */
const TIMEOUTS = ['-c statement_timeout=30s', '-c lock_timeout=5s', '-c idle_in_transaction_session_timeout=30s'].join(
  ' ',
);

const pools = new WeakMap<PrismaClient, pg.Pool>();

/**
 * Opens the database, having applied the migrations it lacks.
 * Throws DatabaseLockedError (code DATABASE_LOCKED) when another process has the embedded folder.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.url !== undefined) return openPostgres(options.url, options);
  if (options.dataDir !== undefined) return openEmbedded(options.dataDir, options);
  throw new TypeError('openDatabase needs url or dataDir');
}

async function openPostgres(url: string, { connections = 10, log = () => {} }: OpenOptions): Promise<Database> {
  report(await migrateUrl(url), log);
  const pool = accountPool({
    connectionString: withSession(url, TIMEOUTS, '-c TimeZone=UTC -c role=cairn_app'),
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  return serve('postgres', pool, log, async () => {});
}

async function openEmbedded(dataDir: string, { log = () => {} }: OpenOptions): Promise<Database> {
  const server = await startEmbedded(dataDir === 'memory://' ? undefined : dataDir);
  try {
    const owner = server.pool([]);
    report(await migrate(owner).finally(() => owner.end()), log);
  } catch (error) {
    await server.close();
    throw error;
  }
  const pool = server.pool(['SET TIME ZONE UTC', 'SET ROLE cairn_app']);
  // PGlite has no autovacuum.
  const vacuum = setInterval(() => {
    asOwner(pool, (client) => client.query('VACUUM ANALYZE')).catch((error: unknown) =>
      log(`vacuum: ${String(error)}`),
    );
  }, vacuumMinutes * 60_000).unref();
  return serve('embedded', pool, log, async () => {
    clearInterval(vacuum);
    await server.close();
  });
}

async function serve(
  kind: Database['kind'],
  pool: pg.Pool,
  log: (line: string) => void,
  stop: () => Promise<void>,
): Promise<Database> {
  const lost = (error: Error) => log(`database connection lost: ${error.message}`);
  // Without a listener the loss of an idle connection ends the process.
  pool.on('error', lost);
  const adapter = new PrismaPg(pool, { onConnectionError: lost, statementNameGenerator: statementName });
  const client = new PrismaClient({
    adapter,
    // Embedded has one connection, so a transaction may wait for those before it; Prisma's two seconds are too few.
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
  const prisma = withPrepared(client, await adapter.connect());
  let closed: Promise<void> | undefined;
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
    await stop();
  };
  const database: Database = { prisma, kind, close: () => (closed ??= close()) };
  pools.set(prisma, pool);
  return database;
}

/** Session settings travel with the connection itself: no round trip, and none without them. Those in the URL stay. */
function withSession(url: string, defaults: string, settings: string): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options') ?? '';
  parsed.searchParams.set('options', `${defaults} ${given} ${settings}`);
  return parsed.href;
}

/** Runs `work` on a connection of the pool as the owner, on all accounts; the connection is closed afterwards. */
export async function asOwner<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`SET ROLE NONE; SET app.operator = 'on'; SET statement_timeout = 0; SET lock_timeout = 0`);
    return await work(client);
  } finally {
    client.release(true);
  }
}

/** The pool under a database, for what Prisma cannot ask. */
export function poolOf({ prisma }: Pick<Database, 'prisma'>): pg.Pool {
  const pool = pools.get(prisma);
  if (!pool) throw new TypeError('not a database of openDatabase');
  return pool;
}

function report(applied: string[], log: (line: string) => void): void {
  for (const name of applied) log(`migration ${name} applied`);
}
