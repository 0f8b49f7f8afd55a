import { randomUUID } from 'node:crypto';
import { Road } from '../testing/road.ts';
import type { Rates } from './rates.ts';
import { RedisRates } from './redis-rates.ts';

const redis = new URL(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379');
const RATE = { count: 10, window: 60_000 };

/** Counts how often this process had to count for itself. */
class Alone implements Rates {
  asked = 0;

  async take(): Promise<number> {
    this.asked += 1;
    return 0;
  }

  async close(): Promise<void> {}
}

test('[fault F17] [LIM1] processes share what they count in Redis, and count alone while it is away', async () => {
  const road = new Road(redis.hostname, Number(redis.port || 6379));
  const url = `redis://127.0.0.1:${await road.listen()}`;
  const [alone, otherAlone] = [new Alone(), new Alone()];
  const [one, other] = [new RedisRates(url, alone), new RedisRates(url, otherAlone)];
  const connected = async (rates: Rates, counted: Alone) => {
    for (let before = -1; before !== counted.asked;) {
      before = counted.asked;
      await rates.take(`test:${randomUUID()}`, 1, RATE);
      if (before !== counted.asked) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  try {
    await connected(one, alone);
    await connected(other, otherAlone);
    const key = `test:${randomUUID()}`;
    expect(await one.take(key, 6, RATE)).toBe(0);
    expect(await other.take(key, 4, RATE)).toBe(0);
    const wait = await one.take(key, 1, RATE);
    expect(wait).toBeGreaterThan(5_000);
    expect(wait).toBeLessThanOrEqual(6_000);
    expect(await other.take(key, 1, RATE)).toBeGreaterThan(5_000);
    await other.take(key, -1, RATE);
    expect(await one.take(key, 1, RATE)).toBe(0);

    const before = alone.asked;
    road.cut();
    expect(await one.take(key, 1, RATE)).toBe(0);
    expect(alone.asked).toBe(before + 1);
    road.mend();
    await connected(one, alone);
    expect(await one.take(key, 1, RATE)).toBeGreaterThan(0);
  } finally {
    await one.close();
    await other.close();
    await road.close();
  }
});
