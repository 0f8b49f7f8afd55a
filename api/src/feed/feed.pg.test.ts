import { randomUUID } from 'node:crypto';
import { concepts } from '../registry.ts';
import { postgresDatabase, type TestDatabase } from '../testing/databases.ts';
import { LogWorld } from '../testing/log-world.ts';
import { Road } from '../testing/road.ts';
import { Feed } from './feed.ts';
import { feedContract } from '../testing/feed-contract.ts';
import { RedisWakeups } from './redis-wakeups.ts';

feedContract('PostgreSQL', postgresDatabase);

const redis = new URL(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379');

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('wake-ups over Redis', () => {
  const channel = `cairn:test:${randomUUID()}`;
  const road = new Road(redis.hostname, Number(redis.port || 6379));
  let database: TestDatabase;
  let world: LogWorld;
  let writing: RedisWakeups;
  let reading: RedisWakeups;
  let feed: Feed;

  beforeAll(async () => {
    database = await postgresDatabase();
    world = await LogWorld.on(database.prisma);
    const url = `redis://127.0.0.1:${await road.listen()}`;
    writing = new RedisWakeups({ url, channel });
    reading = new RedisWakeups({ url, channel });
    feed = new Feed({
      prisma: database.prisma,
      projections: concepts.map(({ projection }) => projection),
      wakeups: reading,
      pollEvery: 60_000,
      pollEveryWhenDown: 50,
    });
    await until(() => writing.isUp && reading.isUp);
  });

  afterAll(async () => {
    await feed?.close();
    await Promise.all([writing?.close(), reading?.close()]);
    await road.close();
    await database?.close();
  });

  const append = async () => {
    const taskId = await world.task();
    world.hints.splice(0).forEach((hint) => writing.publish(hint));
    return taskId;
  };

  test('[A8] a subscriber of another process hears', async () => {
    const subscriber = await feed.subscribe(world.accountId, null);
    await subscriber.next();
    const next = subscriber.next();
    const taskId = await append();
    expect((await next).value).toMatchObject({ changes: [{ id: taskId }] });
    await subscriber.return();
  });

  test('[fault F17] [F3] without Redis writers do not notice, subscribers still get it, and it mends by itself', async () => {
    const { cursor } = await feed.page(world.accountId, null, 100);
    const subscriber = await feed.subscribe(world.accountId, cursor);
    await subscriber.next();
    road.cut();
    await until(() => !writing.isUp && !reading.isUp);
    const whileDown = subscriber.next();
    const first = await append();
    expect((await whileDown).value).toMatchObject({ changes: [{ id: first }] });

    road.mend();
    await until(() => writing.isUp && reading.isUp);
    const afterwards = subscriber.next();
    const second = await append();
    expect((await afterwards).value).toMatchObject({ changes: [{ id: second }] });
    await subscriber.return();
  }, 20_000);
});
