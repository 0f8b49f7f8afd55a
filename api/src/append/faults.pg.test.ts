import { isUnavailable } from '../database-error.ts';
import { PageReader } from '../feed/page-reader.ts';
import { projections } from '../server/services.ts';
import { postgresDatabase, type TestDatabase } from '../testing/databases.ts';
import { faultContract } from '../testing/fault-contract.ts';
import { LogWorld } from '../testing/log-world.ts';

faultContract('PostgreSQL', postgresDatabase, async (database) => (await database.another()).prisma);

describe('a transaction that hangs on PostgreSQL', () => {
  let database: TestDatabase;
  let world: LogWorld;

  beforeAll(async () => {
    database = await postgresDatabase();
    await database.asOwner(`
      CREATE FUNCTION test_slow() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW."asked" ->> 'title' = 'Slow' THEN PERFORM pg_sleep(0.6); END IF; RETURN NEW; END $$`);
    await database.asOwner(
      'CREATE TRIGGER test_slow BEFORE INSERT ON "Event" FOR EACH ROW EXECUTE FUNCTION test_slow()',
    );
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    world = await LogWorld.on(database.prisma);
  });

  const create = (title: string) =>
    world.writer.event('createTask', { taskId: world.writer.newId(), title, order: 'a0' });
  const SLEEPING = `from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
  const isInside = async () => {
    while (((await database.asOwner(`select 1 ${SLEEPING}`)) as unknown[]).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  test('[fault F6] [A3] a connection that is killed in the middle of a batch takes all of the batch with it', async () => {
    const batch = [
      ...Array.from({ length: 24 }, () => create('Fast')),
      create('Slow'),
      ...Array.from({ length: 25 }, () => create('Fast')),
    ];
    const append = world.append(world.a, ...batch).then(
      () => undefined,
      (error: unknown) => error,
    );
    await isInside();
    await database.asOwner(`select pg_terminate_backend(pid) ${SLEEPING}`);
    const error = await append;
    expect(isUnavailable(error)).toBe(true);
    expect(await world.events()).toEqual([]);
    expect(await world.receiptCount()).toBe(0);
    const again = await world.append(world.a, ...batch);
    expect(again.map(({ position, resent }) => [position, resent])).toEqual(
      batch.map((_, index) => [index + 1, false]),
    );
  }, 20_000);

  test('[fault F16] [A1] [F1] while one commit is slow no reader of the log or the feed passes it by', async () => {
    const other = world.newAppender((await database.another()).prisma);
    const reader = new PageReader(database.prisma, projections);
    const seen: string[] = [];
    const positions: number[] = [];
    let cursor: string | null = null;
    const read = async () => {
      const page: Awaited<ReturnType<PageReader['read']>> = await reader.read(world.accountId, cursor, 100);
      seen.push(...page.changes.map(({ id }) => id));
      positions.push(...page.changes.map(({ position }) => position));
      ({ cursor } = page);
    };
    const slow = create('Slow');
    const slowly = world.append(world.a, slow);
    await isInside();
    // Of another process and of another account: the first waits its turn, the second does not wait at all.
    const elsewhere = await LogWorld.on((await database.another()).prisma);
    const started = performance.now();
    await elsewhere.task();
    expect(performance.now() - started).toBeLessThan(400);
    const fast = Array.from({ length: 10 }, () => create('Fast'));
    const fastly = Promise.all(fast.map((item) => other.append(world.b, [item])));
    let isDone = false;
    const all = Promise.all([slowly, fastly]).then(() => (isDone = true));
    while (!isDone) await read();
    await all;
    await read();
    expect(positions).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
    const ids = [slow, ...fast].map(({ input }) => (input as { taskId: string }).taskId);
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(seen[0]).toBe(ids[0]);
  }, 20_000);
});
