import { Redis } from 'ioredis';
import type { Rate, Rates } from './rates.ts';

const PREFIX = 'cairn:rate:';
const RECONNECT_LIMIT = 5_000;
/** So long an answer is waited for before this process counts for itself. Milliseconds. */
const PATIENCE = 250;

/** As MemoryRates counts, by the clock of Redis. Numbers in milliseconds; text keeps their fractions. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local cost, count, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local fullAt = math.min(math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now), now + 2 * window)
local wait = fullAt - now - window + window / count
if cost > 0 and wait > 0 then return math.ceil(wait) end
fullAt = fullAt + cost * window / count
if fullAt <= now then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], string.format('%.3f', fullAt), 'PX', math.ceil(fullAt - now)) end
return 0`;

type Scripted = Redis & { take(key: string, cost: number, count: number, window: number): Promise<number> };

/** For any number of processes. While Redis is away each counts for itself: a limit may then be met once by each. */
export class RedisRates implements Rates {
  readonly #redis: Scripted;
  readonly #alone: Rates;

  /** @param alone counts while Redis does not answer */
  constructor(url: string, alone: Rates) {
    this.#alone = alone;
    this.#redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: PATIENCE,
      retryStrategy: (attempt) => Math.min(attempt * 100, RECONNECT_LIMIT),
      scripts: { take: { lua: TAKE, numberOfKeys: 1 } },
    }) as Scripted;
    this.#redis.on('error', () => {});
  }

  async take(key: string, cost: number, rate: Rate): Promise<number> {
    if (rate.count === Infinity) return 0;
    try {
      return await this.#redis.take(PREFIX + key, cost, rate.count, rate.window);
    } catch {
      return this.#alone.take(key, cost, rate);
    }
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
    await this.#alone.close();
  }
}
