import { everyAccount } from '@cairn/prisma/testing';
import { registry } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import { verifyLog } from '@cairn/prisma';
import { Appender } from '../append/appender.ts';
import { projections } from '../server/services.ts';
import { newAccount, newDevice } from './accounts.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld, statuses } from './log-world.ts';

/** A trigger that makes the database do something as it inserts one event: fail there, or be slow. */
async function atPosition(database: TestDatabase, accountId: string, position: number, what: string) {
  await database.asOwner(`
    CREATE OR REPLACE FUNCTION test_fault() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW."accountId" = '${accountId}' AND NEW."position" = ${position} THEN ${what}; END IF; RETURN NEW; END $$`);
  await database.asOwner(
    'CREATE TRIGGER test_fault BEFORE INSERT ON "Event" FOR EACH ROW EXECUTE FUNCTION test_fault()',
  );
  return { end: () => database.asOwner('DROP TRIGGER test_fault ON "Event"') };
}

/** How many statements `work` sends through this client. */
async function statementsOf(prisma: PrismaClient, work: (prisma: PrismaClient) => Promise<unknown>): Promise<number> {
  let count = 0;
  const counting = new Proxy(prisma, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (name !== '$queryRawUnsafe') return value;
      return (...args: unknown[]) => {
        count += 1;
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  await work(counting);
  return count;
}

/** What must come of faults at the append and the feed, on whichever database. */
export function faultContract(
  name: string,
  open: () => Promise<TestDatabase>,
  /** Another pool, where the database has room for one. */
  another: (database: TestDatabase) => Promise<PrismaClient>,
): void {
  describe(`faults on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
    });

    const creates = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        world.writer.event('createTask', { taskId: world.writer.newId(), title: `Task ${index}`, order: 'a0' }),
      );

    test('[fault F5] [A2] one batch sent to two servers at once is in the log once, and both answer the same', async () => {
      const batch = creates(20);
      const other = world.newAppender(await another(database));
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) => (n % 2 ? other : world.appender).append(world.a, batch)),
      );
      const [first, ...rest] = answers.map((receipts) =>
        receipts.map(({ eventId, position, status }) => ({ eventId, position, status })),
      );
      for (const receipts of rest) expect(receipts).toEqual(first);
      expect(first!.map(({ position }) => position)).toEqual(batch.map((_, index) => index + 1));
      expect(answers.flat().filter(({ resent }) => !resent)).toHaveLength(20);
      expect(await world.events()).toHaveLength(20);
    });

    test('[fault F6] [A3] a batch that fails in its middle leaves nothing, and the re-send all of it', async () => {
      const batch = creates(50);
      await world.one(world.a, creates(1)[0]!);
      const [head, before] = [await world.head(), await world.receiptCount()];
      const fault = await atPosition(database, world.accountId, 27, `RAISE EXCEPTION 'out of order'`);
      try {
        await expect(world.append(world.a, ...batch)).rejects.toThrow();
      } finally {
        await fault.end();
      }
      expect(await world.events()).toHaveLength(1);
      expect([await world.head(), await world.receiptCount()]).toEqual([head, before]);
      expect(await everyAccount(database).task.count({ where: { accountId: world.accountId } })).toBe(1);
      const again = await world.append(world.a, ...batch);
      expect(again.map(({ position, resent }) => [position, resent])).toEqual(
        batch.map((_, index) => [index + 2, false]),
      );
      expect((await verifyLog(database)).wrong).toEqual([]);
      expect((await world.rebuild()).differing).toEqual([]);
    });

    test('[fault F35] [A3] over its quota an account keeps what came before, and the rest waits to be asked about again', async () => {
      const { prisma } = database;
      const limited = (maxEvents: number) =>
        new Appender({ prisma, registry, projections, now: () => world.now, maxEvents });
      const [one, two, three] = creates(3);
      const { taskId } = three!.input as { taskId: string };
      const onThree = world.writer.event('completeTask', { taskId }, { parentVersion: 1 });
      const batch = [one!, two!, three!, onThree];
      const receipts = await limited(2).append(world.a, batch);
      expect(statuses(receipts)).toEqual(['APPLIED', 'APPLIED', 'QUOTA_EXCEEDED', 'QUOTA_EXCEEDED']);
      expect(await world.receiptCount()).toBe(2);
      // A re-send is answered as ever; what was put off is put off again, also by another device.
      expect(statuses(await limited(2).append(world.b, batch))).toEqual(statuses(receipts));
      const roomier = await limited(10).append(world.a, batch);
      expect(roomier.map(({ status, position, resent }) => [status, position, resent])).toEqual([
        ['APPLIED', 1, true],
        ['APPLIED', 2, true],
        ['APPLIED', 3, false],
        ['APPLIED', 4, false],
      ]);
    });

    test('[fault F37] [A3] an event that nobody can read is rejected at once, and those after it go on', async () => {
      const [before, after] = creates(2);
      const poison = [
        { mutation: 'createTask', input: 'poison' },
        { mutation: '__proto__', input: {} },
        { mutation: 'paintTask', input: null },
        { mutation: 'paintTask', input: 7 },
        { mutation: 'constructor', input: {} },
        { mutation: 'createTask', input: { event: { id: world.writer.newId() }, taskId: {}, title: [], order: 7 } },
      ];
      const receipts = await world.append(world.a, before!, ...poison, after!);
      expect(receipts.map(({ status }) => status)).toEqual(['APPLIED', ...poison.map(() => 'REJECTED'), 'APPLIED']);
      expect(receipts.map(({ position }) => position)).toEqual([1, ...poison.map(() => null), 2]);
    });

    test('[fault F40] [A4] the version of another entity is no parent of this one, and nothing is held up', async () => {
      const [one, two] = [await world.task(), await world.task()];
      const ahead = world.writer.event('retitleTask', { taskId: two, title: 'x' }, { parentVersion: 1 });
      await world.append(
        world.a,
        ahead,
        world.writer.event('retitleTask', { taskId: two, title: 'y' }, { parentVersion: 2 }),
      );
      const wrong = world.writer.event('retitleTask', { taskId: one, title: 'x' }, { parentVersion: 3 });
      const [receipt] = await Promise.all([world.one(world.b, wrong), world.append(world.a, ...creates(3))]);
      expect(receipt).toMatchObject({ code: 'PARENT_VERSION_AHEAD', position: null });
      expect(await world.events()).toHaveLength(7);
    });

    test('[fault F42] [SAFE1] what belongs to another account costs as many statements as what does not exist', async () => {
      const taskId = await world.task();
      const [mine] = await world.events();
      const stranger = newDevice(await newAccount(database.prisma));
      const ask = (taskId: string, id: string) =>
        statementsOf(database.prisma, (prisma) =>
          world
            .newAppender(prisma)
            .append(stranger, [world.writer.event('completeTask', { taskId }, { parentVersion: 1, id })]),
        );
      const foreign = await ask(taskId, mine!.id);
      expect(foreign).toBeGreaterThan(0);
      expect(await ask(world.writer.newId(), world.writer.newId())).toBe(foreign);
    });

    test('[fault F59] [A7] rebuilt while writes go on, the projections are what they were', async () => {
      const other = world.newAppender(await another(database));
      let isDone = false;
      const write = async (appender: Appender, device: typeof world.a) => {
        for (let round = 0; round < 12; round += 1) {
          const [create] = creates(1);
          const { taskId } = create!.input as { taskId: string };
          await appender.append(device, [
            create!,
            world.writer.event('retitleTask', { taskId, title: `Round ${round}` }, { parentVersion: 1 }),
          ]);
        }
      };
      const writing = Promise.all([write(world.appender, world.a), write(other, world.b)]).then(() => (isDone = true));
      let rebuilds = 0;
      for (; !isDone || rebuilds < 3; rebuilds += 1) expect((await world.rebuild()).differing).toEqual([]);
      await writing;
      expect(await world.rebuild()).toMatchObject({ events: 48, entities: 24, differing: [] });
    }, 30_000);
  });
}
