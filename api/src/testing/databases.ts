import { openDatabase, type Database } from '@cairn/prisma';
import { ownerQuery, temporaryPostgres } from '@cairn/prisma/testing';

/** An empty, migrated database of its own for one test file. */
export interface TestDatabase extends Database {
  /** Another pool on it, as another process would have. Only on PostgreSQL. */
  another(): Promise<Database>;
  /** One statement with the rights that the server does not have. */
  asOwner(sql: string): Promise<unknown>;
}

export async function embeddedDatabase(): Promise<TestDatabase> {
  const database = await openDatabase({ dataDir: 'memory://' });
  return {
    ...database,
    asOwner: (sql) => ownerQuery(database, sql),
    another: () => Promise.reject(new Error('an embedded database is of one process')),
  };
}

export async function postgresDatabase(): Promise<TestDatabase> {
  const { url, drop } = await temporaryPostgres();
  const opened: Database[] = [];
  const open = async () => {
    const database = await openDatabase({ url });
    opened.push(database);
    return database;
  };
  const first = await open();
  return {
    ...first,
    another: open,
    asOwner: (sql) => ownerQuery(first, sql),
    async close() {
      await Promise.all(opened.map((database) => database.close()));
      await drop();
    },
  };
}
