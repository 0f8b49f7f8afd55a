import { apiError } from '../errors.ts';
import type { Rate, Rates } from './rates.ts';

/** @throws RATE_LIMITED, with the seconds to wait as `retryAfter` */
export async function admitRate(rates: Rates, key: string, cost: number, rate: Rate): Promise<void> {
  const wait = await rates.take(key, cost, rate);
  if (wait === 0) return;
  throw apiError('RATE_LIMITED', 'too much at once; try again later', Math.ceil(wait / 1_000));
}
