import { ManualTime } from './testing/manual-time.ts';
import { Watchdog } from './watchdog.ts';

function rig() {
  const time = new ManualTime();
  const start = time.now();
  const log: string[] = [];
  const state = { isWaiting: true, isDue: true };
  const watchdog = new Watchdog({
    environment: time,
    closing: new AbortController().signal,
    isWaiting: () => state.isWaiting,
    isDue: () => state.isDue,
    onStalled: (since) =>
      log.push(since === undefined ? 'moves' : `stalled since ${(Date.parse(since) - start) / 1_000}s`),
    restart: () => log.push(`push at ${(time.now() - start) / 1_000}s`),
  });
  watchdog.watch();
  return { watchdog, time, log, state };
}

test('[O6] [L1] a queue that could move and does not is told, pushed again and again, and told when it moves', async () => {
  const { watchdog, time, log } = rig();
  await time.advance(95_000);
  expect(log).toEqual(['stalled since 10s', 'push at 50s', 'stalled since 10s', 'push at 90s']);
  watchdog.moved();
  expect(log.at(-1)).toBe('moves');
});

test('[O6] nothing is stalled that waits for a known reason, or moves from time to time', async () => {
  const { watchdog, time, log, state } = rig();
  state.isDue = false;
  await time.advance(3_600_000);
  state.isDue = true;
  for (let turn = 0; turn < 10; turn += 1) {
    await time.advance(30_000);
    watchdog.moved();
  }
  expect(log).toEqual([]);
});

test('[O6] it sleeps while nothing waits', async () => {
  const { watchdog, time, log, state } = rig();
  state.isWaiting = false;
  await time.advance(60_000);
  state.isWaiting = true;
  await time.advance(3_600_000);
  expect(log).toEqual([]);
  watchdog.watch();
  await time.advance(60_000);
  expect(log).not.toEqual([]);
});
