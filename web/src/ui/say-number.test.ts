import { sayNumber } from './say-number.ts';

test('[W1] a number is said as the platform says it in English', () => {
  for (const count of [0, 7, 12, 999, 1_000, 12_345, 123_456, 1_234_567, 10_000_000])
    expect(sayNumber(count)).toBe(count.toLocaleString('en'));
});
