import { concepts } from '../registry.ts';
import { newAccount } from './accounts.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld } from './log-world.ts';
import { encodeCursor } from '../page/cursor-scalar.ts';
import { Feed, type FeedOptions } from '../feed/feed.ts';
import { LocalWakeups } from '../feed/wakeups.ts';

const projections = concepts.map(({ projection }) => projection);
const code = (code: string) => ({ extensions: { code } });

export function feedContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`the feed on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;
    let feed: Feed;
    let wakeups: LocalWakeups;

    const newFeed = (options: Partial<FeedOptions> = {}) =>
      new Feed({
        prisma: database.prisma,
        projections,
        wakeups,
        pollEvery: 60_000,
        pollEveryWhenDown: 60_000,
        ...options,
      });

    const announce = () => world.hints.splice(0).forEach((hint) => wakeups.publish(hint));

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
      wakeups = new LocalWakeups();
      feed = newFeed();
    });
    afterEach(() => feed.close());

    const create = async (count: number): Promise<string[]> => {
      const ids = Array.from({ length: count }, () => world.writer.newId());
      await world.append(
        world.a,
        ...ids.map((taskId, index) =>
          world.writer.event('createTask', { taskId, title: `Task ${index}`, order: 'a0' }),
        ),
      );
      announce();
      return ids;
    };

    test('[F1] pages follow the position across entity types, each entity once, in its current state', async () => {
      const [first, second, third] = await create(3);
      const { writer, a, accountId } = world;
      const listId = writer.newId();
      await world.append(
        a,
        writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' }),
        writer.event('retitleTask', { taskId: first, title: 'Changed' }, { parentVersion: 1 }),
        writer.event('deleteTask', { taskId: third }, { parentVersion: 1 }),
      );
      const one = await feed.page(accountId, null, 2);
      expect(one).toMatchObject({ hasMore: true, head: 6 });
      const two = await feed.page(accountId, one.cursor, 2);
      expect(two).toMatchObject({ hasMore: false, head: 6 });
      expect([...one.changes, ...two.changes]).toMatchObject([
        { __typename: 'Task', id: second, position: 2 },
        { __typename: 'List', id: listId, position: 4, name: 'Home' },
        { __typename: 'Task', id: first, position: 5, title: 'Changed', version: 2 },
        { __typename: 'Task', id: third, position: 6, deletedAt: expect.any(String) },
      ]);
      expect(one.changes[0]).not.toHaveProperty('accountId');
      expect(await feed.page(accountId, two.cursor, 2)).toEqual({ ...two, changes: [] });
    });

    test('[F1] a page ends after about a megabyte, has one entity at least, and the next goes on there', async () => {
      const { writer, a, accountId } = world;
      const taskIds = Array.from({ length: 150 }, () => writer.newId());
      await world.append(
        a,
        ...taskIds.map((taskId) =>
          writer.event('createTask', { taskId, title: 'Long', order: 'a0', description: 'x'.repeat(16_000) }),
        ),
      );
      const seen: string[][] = [];
      let cursor: string | null = null;
      for (let hasMore = true; hasMore;) {
        const page = await feed.page(accountId, cursor, 500);
        seen.push(page.changes.map(({ id }) => id));
        ({ cursor, hasMore } = page);
      }
      expect(seen.flat()).toEqual(taskIds);
      expect(seen.map(({ length }) => length)).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
      expect(Math.max(...seen.map(({ length }) => length))).toBeLessThanOrEqual(70);
      expect((await feed.page(accountId, null, 20)).changes).toHaveLength(20);
    });

    test('[fault F46] [F4] a cursor of another epoch or beyond the head has expired; another text is none', async () => {
      await create(1);
      const { accountId } = world;
      const { epoch } = await database.prisma.log.findUniqueOrThrow({ where: { id: 1 } });
      const page = (cursor: string) => feed.page(accountId, cursor, 10);
      await expect(page(encodeCursor([accountId, 1]))).rejects.toMatchObject(code('CURSOR_EXPIRED'));
      await expect(page(encodeCursor([epoch, 2]))).rejects.toMatchObject(code('CURSOR_EXPIRED'));
      await expect(page(encodeCursor([epoch, -1]))).rejects.toMatchObject(code('CURSOR_INVALID'));
      await expect(page(encodeCursor([epoch, 2 ** 40]))).rejects.toMatchObject(code('CURSOR_INVALID'));
      await expect(page(encodeCursor(['a0', epoch]))).rejects.toMatchObject(code('CURSOR_INVALID'));
      await expect(page('nonsense')).rejects.toMatchObject(code('CURSOR_INVALID'));
    });

    test("[fault F44] [SAFE1] [F1] a cursor is a place, not a key: in another account it shows that account's own", async () => {
      await create(1);
      const { cursor } = await feed.page(world.accountId, null, 10);
      const stranger = await newAccount(database.prisma);
      await expect(feed.page(stranger, cursor, 10)).rejects.toMatchObject(code('CURSOR_EXPIRED'));
      expect(await feed.page(stranger, null, 10)).toMatchObject({ changes: [], head: 0 });
    });

    test('[F1] a subscription begins with the pages after the cursor and goes on with what changes', async () => {
      const ids = await create(2);
      const { cursor } = await feed.page(world.accountId, null, 1);
      const subscriber = await feed.subscribe(world.accountId, cursor);
      expect((await subscriber.next()).value).toMatchObject({ changes: [{ id: ids[1] }], hasMore: false });
      const next = subscriber.next();
      const [created] = await create(1);
      expect((await next).value).toMatchObject({ changes: [{ id: created }], head: 3 });
      await subscriber.return();
    });

    test('[F1] the first page comes at once, also when it is empty', async () => {
      const subscriber = await feed.subscribe(world.accountId, null);
      expect((await subscriber.next()).value).toMatchObject({ changes: [], head: 0, hasMore: false });
      await subscriber.return();
    });

    test('[fault F20] [F2] a subscriber that stalls holds one bit, and then loses nothing', async () => {
      const subscriber = await feed.subscribe(world.accountId, null);
      await subscriber.next();
      const before = process.memoryUsage().heapUsed;
      for (let position = 1; position <= 200_000; position += 1) {
        wakeups.publish({ accountId: world.accountId, position });
      }
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
      const ids = await create(200);
      const more = await create(500);
      const seen: string[] = [];
      while (seen.length < ids.length + more.length) {
        const { value } = await subscriber.next();
        expect(value!.changes.length).toBeLessThanOrEqual(500);
        seen.push(...value!.changes.map(({ id }: { id: string }) => id));
      }
      expect(seen).toEqual([...ids, ...more]);
      await subscriber.return();
    });

    test('[F2] one that leaves abruptly settles its wait and leaves nothing behind', async () => {
      const subscribers = await Promise.all(Array.from({ length: 200 }, () => feed.subscribe(world.accountId, null)));
      await Promise.all(subscribers.map((subscriber) => subscriber.next()));
      const pending = subscribers.map((subscriber) => subscriber.next());
      expect(feed.subscriberCount).toBe(200);
      await Promise.all(subscribers.map((subscriber) => subscriber.return()));
      expect(await Promise.all(pending)).toEqual(subscribers.map(() => ({ done: true, value: undefined })));
      expect(feed.subscriberCount).toBe(0);
    });

    test('[F2] a wrong cursor fails the subscription itself and leaves nothing behind', async () => {
      await expect(feed.subscribe(world.accountId, 'nonsense')).rejects.toMatchObject(code('CURSOR_INVALID'));
      expect(feed.subscriberCount).toBe(0);
    });

    test('[fault F18] [F3] a hint that was lost is made good by looking', async () => {
      const looking = newFeed({ pollEvery: 50 });
      const subscriber = await looking.subscribe(world.accountId, null);
      await subscriber.next();
      const next = subscriber.next();
      world.hints.length = 0;
      const taskId = await world.task();
      expect((await next).value).toMatchObject({ changes: [{ id: taskId }] });
      await looking.close();
    });

    test('[fault F18] [F1] [A8] wake-ups that come twice, late and in any order show each change once, in order', async () => {
      const subscriber = await feed.subscribe(world.accountId, null);
      await subscriber.next();
      const seen: number[] = [];
      const reading = (async () => {
        for await (const { changes } of subscriber) seen.push(...changes.map(({ position }) => position));
      })();
      const hints: number[] = [];
      for (let round = 1; round <= 30; round += 1) {
        await world.task();
        world.hints.length = 0;
        hints.push(round);
        // The newest is lost two times out of three; what is told again is long known.
        const told = hints.filter((_, index) => (index * 7 + round) % 3 === 0).reverse();
        for (const position of [...told, ...told]) wakeups.publish({ accountId: world.accountId, position });
      }
      wakeups.publish({ accountId: world.accountId, position: 30 });
      wakeups.publish({ accountId: world.accountId, position: 4 });
      while (seen.length < 30) await new Promise((resolve) => setTimeout(resolve, 5));
      await subscriber.return();
      await reading;
      expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    });

    test('[SAFE2] a subscription asks before each page whether it may go on', async () => {
      let isAdmitted = true;
      const subscriber = await feed.subscribe(world.accountId, null, async () => {
        if (!isAdmitted) throw new Error('no longer');
      });
      await subscriber.next();
      isAdmitted = false;
      const next = subscriber.next();
      await Promise.all([expect(next).rejects.toThrow('no longer'), create(1)]);
      expect(feed.subscriberCount).toBe(0);
      expect(await subscriber.next()).toEqual({ done: true, value: undefined });
    });
  });
}
