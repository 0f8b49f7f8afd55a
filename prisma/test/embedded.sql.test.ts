import { openDatabase, type Database } from '../src/index.ts';
import { diff } from '../src/migrate.ts';
import { poolOf } from '../src/open.ts';
import { ownerQuery } from '../src/testing.ts';
import { databaseSuite } from './database-contract.ts';

describe('embedded, in memory', () => databaseSuite(() => openDatabase({ dataDir: 'memory://' })));

describe('a database with changes of its own', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase({ dataDir: 'memory://' });
  });
  afterAll(() => database?.close());

  test('drift from schema.prisma is seen', async () => {
    await ownerQuery(database, 'ALTER TABLE "Task" ADD COLUMN "extra" text');
    expect(await diff(poolOf(database))).toContain('DROP COLUMN "extra"');
  });

  test('it can be vacuumed, and the application stays cairn_app', async () => {
    await ownerQuery(database, 'VACUUM ANALYZE');
    expect(await database.prisma.$queryRaw`SELECT current_user::text AS role`).toEqual([{ role: 'cairn_app' }]);
  });

  test('closing twice is closing once', async () => {
    await Promise.all([database.close(), database.close()]);
    await expect(database.prisma.log.count()).rejects.toThrow();
  });
});
