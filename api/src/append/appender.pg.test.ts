import { forAccount } from '@cairn/prisma';
import { everyAccount } from '@cairn/prisma/testing';
import { PageReader } from '../feed/page-reader.ts';
import { projections } from '../server/services.ts';
import { newDevice } from '../testing/accounts.ts';
import { postgresDatabase, type TestDatabase } from '../testing/databases.ts';
import { LogWorld } from '../testing/log-world.ts';
import { Writer } from '../testing/writer.ts';
import type { Appender } from './appender.ts';
import { appendSql } from './append-sql.ts';
import { appenderContract } from '../testing/appender-contract.ts';
import { mergeContract } from '../testing/merge-contract.ts';
import { recoveryContract } from '../testing/recovery-contract.ts';
import type { Receipt } from './receipt-type.ts';

appenderContract('PostgreSQL', postgresDatabase);
mergeContract('PostgreSQL', postgresDatabase);
recoveryContract('PostgreSQL', postgresDatabase);

describe('many writers on PostgreSQL', () => {
  let database: TestDatabase;
  let world: LogWorld;
  /** As of two processes. */
  let appenders: [Appender, Appender];

  beforeAll(async () => {
    database = await postgresDatabase();
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    world = await LogWorld.on(database.prisma);
    const other = (await database.another()).prisma;
    appenders = [world.appender, world.newAppender(other)];
  });

  test('[fault F16] [A1] readers from cursors miss nothing while 16 write through two processes', async () => {
    let isWriting = true;
    const events: number[] = [];
    const readEvents = async () => {
      for (let isLast = false; !isLast;) {
        isLast = !isWriting;
        const rows = await everyAccount(database).event.findMany({
          where: { accountId: world.accountId, position: { gt: events.at(-1) ?? 0 } },
          orderBy: { position: 'asc' },
          select: { position: true },
        });
        events.push(...rows.map(({ position }) => position));
      }
    };
    const reader = new PageReader(database.prisma, projections);
    const seen = new Map<string, number>();
    const readPages = async () => {
      let cursor: string | null = null;
      for (let isLast = false; !isLast;) {
        const isDone = !isWriting;
        const page = await reader.read(world.accountId, cursor, 20);
        for (const { id, position } of page.changes) {
          expect(position).toBeGreaterThan(seen.get(id) ?? 0);
          seen.set(id, position);
        }
        cursor = page.cursor;
        isLast = isDone && !page.hasMore;
      }
    };
    const write = async (index: number) => {
      const device = newDevice(world.accountId);
      const writer = new Writer(world.now - 60_000);
      for (let count = 0; count < 20; count += 1) {
        const taskId = writer.newId();
        await appenders[index % 2]!.append(device, [
          writer.event('createTask', { taskId, title: `${index}/${count}`, order: 'a0' }),
          ...(count % 3 === 0 ? [writer.event('completeTask', { taskId }, { parentVersion: 1 })] : []),
        ]);
      }
    };
    const readers = [readEvents(), readPages()];
    await Promise.all(Array.from({ length: 16 }, (_, index) => write(index)));
    isWriting = false;
    await Promise.all(readers);
    expect(events).toEqual(Array.from({ length: 16 * 27 }, (_, index) => index + 1));
    const tasks = await everyAccount(database).task.findMany({ where: { accountId: world.accountId } });
    expect(seen).toEqual(new Map(tasks.map(({ id, position }) => [id, position])));
    expect(tasks).toHaveLength(16 * 20);
  }, 60_000);

  test('[fault F5] [A2] 3,000 shuffled deliveries of 1,000 ids are 1,000 events with one answer each', async () => {
    const items = Array.from({ length: 1000 }, (_, index) =>
      world.writer.event('createTask', { taskId: world.writer.newId(), title: `Task ${index}`, order: 'a0' }),
    );
    const deliveries = [...items, ...items, ...items]
      .map((item, index) => ({ item, key: (index * 7919) % 3001 }))
      .sort((one, other) => one.key - other.key)
      .map(({ item }) => item);
    const receipts: Receipt[] = [];
    const deliver = async (caller: number) => {
      const own = deliveries.filter((_, index) => index % 12 === caller);
      for (let size = 1 + caller; own.length > 0; size = (size * 3) % 41 || 1) {
        receipts.push(...(await appenders[caller % 2]!.append(world.a, own.splice(0, size))));
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, caller) => deliver(caller)));
    expect(receipts).toHaveLength(3000);
    expect(receipts.filter(({ resent }) => !resent)).toHaveLength(1000);
    const answers = new Map<string, Set<string>>();
    for (const { eventId, status, version, position } of receipts) {
      const known = answers.get(eventId!) ?? new Set();
      answers.set(eventId!, known.add(`${status} ${version} ${position}`));
    }
    expect(answers.size).toBe(1000);
    expect([...answers.values()].filter((different) => different.size > 1)).toEqual([]);
    const events = await world.events();
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect((await world.rebuild()).differing).toEqual([]);
  }, 60_000);

  test('[A1] [A4] an append waits for a head that is held, and then goes on', async () => {
    const create = world.writer.event('createTask', { taskId: world.writer.newId(), title: 'One', order: 'a0' });
    let appended: Promise<readonly Receipt[]> | undefined;
    await forAccount(database.prisma, world.accountId).$transaction(async (on) => {
      await on.$queryRaw`select 1 from "Head" where "accountId" = ${world.accountId}::uuid for update`;
      await on.$executeRaw`update "Head" set "turn" = "turn" + 1 where "accountId" = ${world.accountId}::uuid`;
      appended = appenders[1].append(world.b, [create]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect(await appended).toMatchObject([{ status: 'APPLIED', position: 1, resent: false }]);
    expect(await world.head()).toMatchObject({ position: 1, turn: 2 });
  });

  test('[M8] what an append reads does not grow with the account, also before there are statistics', async () => {
    const { writer } = world;
    const items = Array.from({ length: 800 }, () => [
      writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' }),
      writer.event('createList', { listId: writer.newId(), name: 'One', color: 'blue', order: 'a0' }),
      writer.event('createNote', { noteId: writer.newId(), title: 'One' }),
    ]).flat();
    while (items.length > 0) await world.append(world.a, ...items.splice(0, 500));
    // As a connection keeps it: one plan for whatever comes.
    const plan = await forAccount(database.prisma, world.accountId).$transaction(async (on) => {
      await on.$executeRawUnsafe('set local plan_cache_mode = force_generic_plan');
      await on.$executeRawUnsafe(`prepare append_read as ${appendSql(projections).read}`);
      const ids = `'{${Array.from({ length: 100 }, () => writer.newId()).join(',')}}'`;
      const accounts = `'{${Array<string>(100).fill(world.accountId).join(',')}}'`;
      const values = [
        `'{${world.accountId}}'`,
        ...Array<string>(projections.length + 1).fill(`${accounts}, ${ids}`),
      ].join(', ');
      const rows = await on.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`explain execute append_read(${values})`);
      await on.$executeRawUnsafe('deallocate append_read');
      return rows;
    });
    const lines = plan.map((row) => row['QUERY PLAN']).filter((line) => /Scan.* on "/.test(line));
    expect(lines.length).toBeGreaterThan(projections.length);
    for (const line of lines) expect(line).toMatch(/Index Scan using "\w+_pkey"/);
    // The write looks for receipts of its event ids by the whole key, whatever row-level security puts before it.
    const written = await forAccount(database.prisma, world.accountId).$transaction(async (on) => {
      await on.$executeRawUnsafe('set local plan_cache_mode = force_generic_plan');
      await on.$executeRawUnsafe(`prepare append_write as ${appendSql(projections).write}`);
      const rows = await on.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`explain execute append_write('[]')`);
      await on.$executeRawUnsafe('deallocate append_write');
      return rows.map((row) => row['QUERY PLAN']);
    });
    const receipts = written.findIndex((line) => /Scan.* on "Receipt"/.test(line));
    expect(written[receipts]).toMatch(/Index (Only )?Scan using "Receipt_pkey"/);
    expect(written[receipts + 1]).toMatch(/Index Cond: .*"accountId".*"eventId"/);
  });
});
