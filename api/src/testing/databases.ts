import { openDatabase, type Database } from '@cairn/prisma';
import { temporaryPostgres } from '../../../prisma/src/testing.ts';

/** An empty, migrated database of its own for one test file. */
export interface TestDatabase extends Database {
  /** Another pool on it, as another process would have. Only on PostgreSQL. */
  another(): Promise<Database>;
}

export async function embeddedDatabase(): Promise<TestDatabase> {
  const database = await openDatabase({ dataDir: 'memory://' });
  return {
    ...database,
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
  return {
    ...(await open()),
    another: open,
    async close() {
      await Promise.all(opened.map((database) => database.close()));
      await drop();
    },
  };
}
