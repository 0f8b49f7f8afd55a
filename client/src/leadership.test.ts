import type { Environment, Locks } from './environment/environment.ts';
import { Leadership } from './leadership.ts';
import { ManualTime, settled } from './testing/manual-time.ts';

/** Web Locks in memory, for one name. */
class TestLocks {
  /** Who is robbed hears of it later: it is frozen. */
  isRobberyHeard = true;
  #holder: { tab: string; rob: () => void } | undefined;
  #waiting: (() => void)[] = [];

  of(tab: string): Locks {
    return {
      request: (_name, signal, work, { steal = false } = {}) =>
        new Promise((resolve, reject) => {
          const grant = () => {
            signal.removeEventListener('abort', giveUp);
            const rob = () => reject(new DOMException('stolen', 'AbortError'));
            const mine = (this.#holder = { tab, rob });
            const release = () => {
              if (this.#holder !== mine) return;
              this.#holder = undefined;
              this.#waiting.shift()?.();
            };
            work().then(resolve, reject).finally(release);
          };
          const giveUp = () => {
            this.#waiting = this.#waiting.filter((other) => other !== grant);
            reject(signal.reason as Error);
          };
          if (steal) {
            const { rob } = this.#holder ?? { rob: () => undefined };
            grant();
            if (this.isRobberyHeard) rob();
          } else if (!this.#holder) grant();
          else {
            signal.addEventListener('abort', giveUp);
            this.#waiting.push(grant);
          }
        }),
      owner: async () => this.#holder?.tab,
    };
  }
}

interface Tab {
  readonly closing: AbortController;
  readonly leadership: Leadership;
  answers: boolean;
  isNeeded: boolean;
  lastWrites: Promise<unknown>;
}

/** Tabs of one profile; `answers` says whether the one that leads is awake. */
function rig() {
  const time = new ManualTime();
  const locks = new TestLocks();
  const log: string[] = [];
  const all: Tab[] = [];
  function tab(name: string): Tab {
    const closing = new AbortController();
    const self: Tab = {
      closing,
      answers: true,
      isNeeded: false,
      lastWrites: Promise.resolve(),
      leadership: new Leadership({
        lock: 'leader',
        environment: { now: time.now, schedule: time.schedule, locks: locks.of(name) } as unknown as Environment,
        closing: closing.signal,
        async lead(term, wasTaken) {
          log.push(`${name} ${wasTaken ? 'takes over' : 'leads'}`);
          await new Promise((resolve) => term.addEventListener('abort', resolve));
          log.push(`${name} ends`);
          await self.lastWrites;
        },
        ask() {
          log.push(`${name} asks`);
          const leader = all.find(({ leadership }) => leadership.isLeading);
          if (leader?.answers) self.leadership.leaderSpoke();
        },
        isNeeded: () => self.isNeeded,
        onError: (error) => log.push(String(error)),
      }),
    };
    void self.leadership.run();
    all.push(self);
    return self;
  }
  return { tab, time, log, locks };
}

test('[O2] one tab leads; the next one when it closes', async () => {
  const { tab, log } = rig();
  const a = tab('A');
  await settled();
  tab('B');
  await settled();
  expect(log).toEqual(['A leads']);
  a.closing.abort();
  await settled();
  expect(log).toEqual(['A leads', 'A ends', 'B leads']);
});

test('[O2] a tab that answers keeps the lead, whoever asks', async () => {
  const { tab, log, time } = rig();
  tab('A');
  await settled();
  const b = tab('B');
  b.leadership.makeSure();
  await time.advance(60_000);
  expect(log).toEqual(['A leads', 'B asks']);
});

test('[fault F9] [L1] a tab that does not answer loses the lead within three seconds, stops, and queues again', async () => {
  const { tab, log, time } = rig();
  const a = tab('A');
  await settled();
  const b = tab('B');
  a.answers = false;
  b.leadership.makeSure();
  await time.advance(2_999);
  expect(log).toEqual(['A leads', 'B asks', 'B asks', 'B asks']);
  await time.advance(1);
  await settled();
  expect(log.slice(4).sort()).toEqual(['A ends', 'B takes over']);
  expect([a.leadership.isLeading, b.leadership.isLeading]).toEqual([false, true]);
  b.closing.abort();
  await settled();
  expect(log.at(-1)).toBe('A leads');
});

test('[fault F8] [C4] a tab that was robbed knows that it may not write, before it has heard of it', async () => {
  const { tab, time, locks } = rig();
  locks.isRobberyHeard = false;
  const a = tab('A');
  await settled();
  expect(await a.leadership.holds()).toBe(true);
  const b = tab('B');
  a.answers = false;
  b.leadership.makeSure();
  await time.advance(3_000);
  expect(a.leadership.isLeading).toBe(true);
  expect(await a.leadership.holds()).toBe(false);
  expect(await b.leadership.holds()).toBe(true);
});

test('[fault F8] [C4] a tab that closes may write until it gives the lock back, unless it was robbed before (seed 1505808)', async () => {
  const { tab, time, locks } = rig();
  locks.isRobberyHeard = false;
  const a = tab('A');
  await settled();
  let written = () => {};
  a.lastWrites = new Promise<void>((resolve) => (written = resolve));
  a.closing.abort();
  expect(await a.leadership.holds()).toBe(true);
  written();
  await settled();
  expect(await a.leadership.holds()).toBe(false);

  const b = tab('B');
  await settled();
  expect(await b.leadership.holds()).toBe(true);
  const c = tab('C');
  b.answers = false;
  c.leadership.makeSure();
  await time.advance(3_000);
  b.lastWrites = new Promise(() => {});
  b.closing.abort();
  expect(await b.leadership.holds()).toBe(false);
  expect(await c.leadership.holds()).toBe(true);
});

test('[fault F9] [L1] while something waits, a tab that follows finds out by itself that nobody leads', async () => {
  const { tab, log, time } = rig();
  const a = tab('A');
  await settled();
  const b = tab('B');
  b.leadership.watch();
  await time.advance(60_000);
  expect(log).toEqual(['A leads']);
  b.isNeeded = true;
  b.leadership.watch();
  await time.advance(60_000);
  expect(b.leadership.isLeading).toBe(false);
  a.answers = false;
  await time.advance(4_600);
  await settled();
  expect(b.leadership.isLeading).toBe(true);
});
