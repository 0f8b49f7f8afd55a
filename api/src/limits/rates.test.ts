import { apiError } from '../errors.ts';
import { LIMITS } from './limits.ts';
import { MemoryRates } from './rates.ts';
import { SignInGuard } from './sign-in-guard.ts';

const MINUTE = { count: 600, window: 60_000 };

function counter() {
  const time = { now: Date.parse('2026-11-20T09:00:00.000Z') };
  return { time, rates: new MemoryRates(() => time.now) };
}

test('[LIM1] a rate lets through what it says at once, then as it fills again, and says how long to wait', async () => {
  const { time, rates } = counter();
  expect(await rates.take('a', 599, MINUTE)).toBe(0);
  expect(await rates.take('a', 1, MINUTE)).toBe(0);
  expect(await rates.take('a', 1, MINUTE)).toBe(100);
  expect(await rates.take('b', 1, MINUTE)).toBe(0);
  time.now += 100;
  expect(await rates.take('a', 1, MINUTE)).toBe(0);
  expect(await rates.take('a', 1, MINUTE)).toBeGreaterThan(0);
  time.now += 60_000;
  expect(await rates.take('a', 600, MINUTE)).toBe(0);
});

test('[LIM1] a batch larger than the rate is let through when there is room, and waited for afterwards', async () => {
  const { time, rates } = counter();
  expect(await rates.take('a', 900, MINUTE)).toBe(0);
  const wait = await rates.take('a', 1, MINUTE);
  expect(wait).toBe(30_100);
  time.now += wait;
  expect(await rates.take('a', 1, MINUTE)).toBe(0);
});

test('[LIM1] what is given back can be taken again; a clock that is set back makes nobody wait for days', async () => {
  const { time, rates } = counter();
  await rates.take('a', 600, MINUTE);
  await rates.take('a', -1, MINUTE);
  expect(await rates.take('a', 1, MINUTE)).toBe(0);
  time.now -= 86_400_000;
  expect(await rates.take('a', 1, MINUTE)).toBeLessThanOrEqual(120_000);
});

test('[LIM1] wrong passwords are counted by e-mail and address; a right one and a failing server are not', async () => {
  const { time, rates } = counter();
  const guard = new SignInGuard(rates, LIMITS);
  const wrong = async () => Promise.reject(apiError('BAD_CREDENTIALS', 'wrong'));
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'OK',
      (error: { extensions?: { code: string } }) => error.extensions?.code ?? 'ERROR',
    );
  const right = async () => 'session';
  const broken = async () => Promise.reject(new Error('the database is away'));
  for (let n = 0; n < 20; n += 1) {
    expect(await codeOf(guard.signIn('1.1.1.1', 'me@example.org', right))).toBe('OK');
    expect(await codeOf(guard.signIn('1.1.1.1', 'me@example.org', broken))).toBe('ERROR');
  }
  const many = Array.from({ length: 30 }, () => codeOf(guard.signIn('1.1.1.1', 'Me@example.org ', wrong)));
  const codes = await Promise.all(many);
  expect(codes.filter((code) => code === 'BAD_CREDENTIALS')).toHaveLength(10);
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(20);
  // Its owner, elsewhere, is not kept out; nor is anybody else here.
  expect(await codeOf(guard.signIn('2.2.2.2', 'me@example.org', right))).toBe('OK');
  expect(await codeOf(guard.signIn('1.1.1.1', 'you@example.org', right))).toBe('OK');
  for (let n = 0; n < 200; n += 1) await codeOf(guard.signIn(`3.3.3.${n}`, 'me@example.org', wrong));
  expect(await codeOf(guard.signIn('4.4.4.4', 'me@example.org', wrong))).toBe('RATE_LIMITED');
  time.now += 15 * 60_000;
  expect(await codeOf(guard.signIn('1.1.1.1', 'me@example.org', right))).toBe('OK');
});
