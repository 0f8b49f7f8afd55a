import { ATTEMPTS, delayAfter, readRetryAfter } from './backoff.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const waits = (random: number) => Array.from({ length: ATTEMPTS - 1 }, (_, n) => delayAfter(n + 1, random));

test('[HOOK3] waits grow from five seconds to twelve hours, and give up after some three days', () => {
  expect(waits(0.5).slice(0, 4)).toEqual([5, 20, 80, 320].map((seconds) => seconds * SECOND));
  expect(waits(0.5).at(-1)).toBe(12 * HOUR);
  const total = (random: number) => waits(random).reduce((sum, wait) => sum + wait) / (24 * HOUR);
  expect(total(0)).toBeGreaterThan(2.5);
  expect(total(0.5)).toBeCloseTo(3.3, 1);
  expect(total(1)).toBeLessThan(4);
});

test('[HOOK3] jitter spreads a wait by a fifth to each side', () => {
  expect([delayAfter(1, 0), delayAfter(1, 1)]).toEqual([4 * SECOND, 6 * SECOND]);
});

test('[HOOK3] a receiver may ask for a longer wait, up to twelve hours, and not for a shorter one', () => {
  expect(delayAfter(1, 0.5, 90 * SECOND)).toBe(90 * SECOND);
  expect(delayAfter(4, 0.5, SECOND)).toBe(320 * SECOND);
  expect(delayAfter(1, 0.5, 1_000 * HOUR)).toBe(12 * HOUR);
});

test.each([
  ['seconds', '120', 120 * SECOND],
  ['a date', 'Fri, 20 Nov 2026 09:01:00 GMT', 60 * SECOND],
  ['a date that has passed', 'Fri, 20 Nov 2026 08:00:00 GMT', 0],
  ['a number below zero', '-5', 0],
  ['a word', 'soon', 0],
  ['nothing', undefined, 0],
])('[HOOK3] Retry-After as %s', (_what, header, expected) => {
  expect(readRetryAfter(header, Date.parse('2026-11-20T09:00:00Z'))).toBe(expected);
});
