import type { PrismaClient } from '@cairn/prisma';
import { LocalWakeups } from '../feed/wakeups.ts';
import type { Again, WebhookRef } from './deliveries.ts';
import { WebhookSender } from './webhook-sender.ts';

interface Run {
  readonly ref: WebhookRef;
  readonly stop: { readonly soon: AbortSignal; readonly now: AbortSignal };
  end(again?: Again): void;
  fail(error: Error): void;
}

let now: number;
let rows: (WebhookRef & { isBehind: boolean; notBefore: Date | null })[];
let looks: number;
let isDatabaseUp: boolean;
let runs: Run[];
let lines: string[];
let wakeups: LocalWakeups;
let sender: WebhookSender;

beforeEach(() => {
  [now, rows, looks, isDatabaseUp, runs, lines] = [1_000_000, [], 0, true, [], []];
  wakeups = new LocalWakeups();
});
afterEach(async () => {
  runs.forEach((run) => run.end());
  await sender.close();
});

const known = (accountId: string, id: string, isBehind = false, notBefore: number | null = null) =>
  void rows.push({ accountId, id, isBehind, notBefore: notBefore === null ? null : new Date(notBefore) });

async function start(options: { readonly pollEvery?: number } = {}): Promise<void> {
  const prisma = {
    async $queryRaw() {
      looks += 1;
      if (!isDatabaseUp) throw new Error('away');
      return rows;
    },
  } as unknown as PrismaClient;
  const deliveries = {
    run: ({ accountId, id }: WebhookRef, stop: Run['stop']) =>
      new Promise<Again>((resolve, reject) => {
        runs.push({ ref: { accountId, id }, stop, end: resolve, fail: reject });
      }),
  };
  const log = (line: string) => void lines.push(line);
  sender = new WebhookSender({ prisma, deliveries, wakeups, now: () => now, log, pollEvery: 60_000, ...options });
  await sender.poll();
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const started = () => runs.map(({ ref }) => ref.id);

test('[HOOK5] what is found behind is sent, what is not waits for a hint of its account', async () => {
  known('a', 'behind', true);
  known('a', 'even');
  known('b', 'other');
  await start();
  expect(started()).toEqual(['behind']);
  wakeups.publish({ accountId: 'unknown', position: 9 });
  wakeups.publish({ accountId: 'b', position: 9 });
  expect(started()).toEqual(['behind', 'other']);
});

test('[HOOK5] what is heard while it sends is looked at afterwards, once', async () => {
  known('a', 'one', true);
  await start();
  wakeups.publish({ accountId: 'a', position: 1 });
  wakeups.publish({ accountId: 'a', position: 2 });
  expect(runs).toHaveLength(1);
  runs[0]!.end();
  await settled();
  expect(runs).toHaveLength(2);
  runs[1]!.end();
  await settled();
  expect(runs).toHaveLength(2);
});

test('[HOOK3] [HOOK5] nothing is tried before its time, whatever is heard meanwhile', async () => {
  known('a', 'later', true, now + 5_000);
  known('a', 'failing', true);
  await start();
  expect(started()).toEqual(['failing']);
  runs[0]!.end(now + 3_000);
  await settled();
  wakeups.publish({ accountId: 'a', position: 1 });
  expect(started()).toEqual(['failing']);
  now += 3_000;
  wakeups.publish({ accountId: 'a', position: 2 });
  expect(started()).toEqual(['failing', 'failing']);
});

test('[HOOK3] what becomes due is found without a hint', async () => {
  known('a', 'later', true, now + 5_000);
  await start();
  now += 5_000;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(started()).toEqual(['later']);
});

test('[HOOK5] one that the account has changed is looked at at once', async () => {
  known('a', 'later', true, now + 5_000);
  await start();
  sender.changed({ accountId: 'a', id: 'later' });
  sender.changed({ accountId: 'a', id: 'new' });
  expect(started()).toEqual(['later', 'new']);
});

test('[fault F63] [HOOK4] attempts at once are bounded, for an account too, and the others have their turn', async () => {
  for (let n = 0; n < 10; n += 1) known('hung', `hung ${n}`, true);
  for (let n = 0; n < 40; n += 1) known(`account ${n}`, `one ${n}`, true);
  await start();
  expect(started().filter((id) => id.startsWith('hung'))).toHaveLength(4);
  expect([sender.running, sender.waiting]).toEqual([32, 18]);
  // One that has more to send goes to the end.
  const first = runs.find(({ ref }) => ref.accountId !== 'hung')!;
  first.end(0);
  await settled();
  expect(runs.at(-1)!.ref.id).toBe('one 28');
  for (const { ref, end } of runs) if (ref.accountId !== 'hung') end();
  await settled();
  await settled();
  expect(started().filter((id) => id.startsWith('hung'))).toHaveLength(4);
  expect(started().filter((id) => id === first.ref.id)).toHaveLength(2);
  expect(new Set(started()).size).toBe(44);
});

test('[HOOK5] a database that is away is asked again, and what it had let fail is tried again', async () => {
  known('a', 'one', true);
  await start({ pollEvery: 0 });
  isDatabaseUp = false;
  runs[0]!.fail(new Error('away, with words of a person'));
  await sender.poll();
  await settled();
  wakeups.publish({ accountId: 'a', position: 1 });
  expect(runs).toHaveLength(1);
  expect(lines.join()).not.toContain('words');
  expect(lines.length).toBeGreaterThanOrEqual(2);
  isDatabaseUp = true;
  now += 5_000;
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(looks).toBeGreaterThan(before);
  expect(runs).toHaveLength(2);
});

test('[HOOK6] one that is gone or disabled is forgotten', async () => {
  known('a', 'one');
  known('a', 'two');
  await start();
  rows = rows.filter(({ id }) => id !== 'one');
  await sender.poll();
  wakeups.publish({ accountId: 'a', position: 1 });
  expect(started()).toEqual(['two']);
});

test('[HOOK5] [F5] one that stops begins nothing, and waits for what is at hand', async () => {
  for (let n = 0; n < 5; n += 1) known('a', `one ${n}`, true);
  await start();
  expect(runs).toHaveLength(4);
  let isClosed = false;
  const closed = sender.close().then(() => (isClosed = true));
  expect(runs.map(({ stop }) => [stop.soon.aborted, stop.now.aborted])).toEqual(runs.map(() => [true, false]));
  wakeups.publish({ accountId: 'a', position: 1 });
  runs.slice(1).forEach(({ end }) => end(0));
  await settled();
  expect([runs.length, isClosed]).toEqual([4, false]);
  runs[0]!.end(0);
  await closed;
  expect(runs).toHaveLength(4);
});

test('[HOOK5] [F5] what hangs when it stops is given up within its bound', async () => {
  known('a', 'one', true);
  await start();
  runs[0]!.stop.now.addEventListener('abort', () => runs[0]!.end(0));
  const began = performance.now();
  await sender.close();
  expect((performance.now() - began) / 1_000).toBeCloseTo(5, 0);
}, 10_000);
