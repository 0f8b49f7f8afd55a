import { registry, roundId } from '@cairn/domain';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import type { Environment } from '../environment/environment.ts';
import { MemoryOutbox, memoryOutboxStore } from '../outbox/memory-outbox-store.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { ManualTime, settled } from '../testing/manual-time.ts';
import { testReceipt } from '../testing/receipt.ts';
import { Flusher, type Admission } from './flusher.ts';
import { isPutOff, type Receipt } from './receipt.ts';

const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const entry = (sequence: number, mutation: string, payload: Record<string, unknown>): OutboxEntry => ({
  sequence,
  mutation,
  input: {
    event: { id: uuid(sequence), parentVersion: 0, sequence, occurredAt: '2026-11-20T09:00:00.000Z-0000' },
    ...payload,
  },
});
const list = (sequence: number, id: number) =>
  entry(sequence, 'createList', { listId: uuid(id), name: 'L', color: 'red', order: 'a0' });
const task = (sequence: number, id: number, listId?: number) =>
  entry(sequence, 'createTask', {
    taskId: uuid(id),
    title: `task ${id}`,
    order: 'a0',
    ...(listId === undefined ? {} : { listId: uuid(listId) }),
  });
const done = (sequence: number, id: number) => entry(sequence, 'completeTask', { taskId: uuid(id) });

/** A flusher on manual time; `answer` says what the road does with each attempt, the log what happened when. */
function rig(
  entries: OutboxEntry[],
  answer: (sequences: number[], attempt: number) => readonly Receipt[],
  memory = new MemoryOutbox(),
  away: ReadonlySet<string> = new Set(),
  confirmed: ReadonlySet<string> = new Set(),
  admitted: Admission = 'go',
) {
  const time = new ManualTime();
  const start = time.now();
  const log: string[] = [];
  const stop = new AbortController();
  const outbox = new Outbox(memoryOutboxStore(memory), registry);
  entries.forEach((held) => outbox.hold(held));
  let attempts = 0;
  const at = () => `${(time.now() - start) / 1_000}s`;
  const flusher = new Flusher({
    outbox,
    registry,
    environment: {
      now: time.now,
      schedule: time.schedule,
      random: () => new Uint8Array([255, 255]),
    } as unknown as Environment,
    async send(batch) {
      attempts += 1;
      log.push(`${at()} send ${batch.map(({ sequence }) => sequence).join(' ')}`);
      return answer(
        batch.map(({ sequence }) => sequence),
        attempts,
      );
    },
    admit: async () => admitted,
    mayComeBack: (key) => away.has(key),
    isConfirmed: (key) => confirmed.has(key),
    async catchUp() {
      for (const stored of (await outbox.load()).entries) outbox.hold(stored);
    },
    async seal(sequences) {
      log.push(`${at()} seal ${sequences.join(' ')}`);
      for (const sequence of sequences) {
        const { draft: _, ...entry } = outbox.get(sequence)!.entry;
        outbox.hold(entry);
      }
    },
    async settle(batch, receipts) {
      receipts.forEach(({ status, code }, index) => {
        if (status !== 'REJECTED') outbox.forget([batch[index]!.sequence]);
        else if (!isPutOff({ status, code }))
          outbox.hold({ ...batch[index]!, rejection: { code: code!, message: code! } });
      });
      log.push(`${at()} settled ${receipts.map(({ status }) => status).join(' ')}`);
    },
    onSending: () => undefined,
    onFailure: ({ kind, code }) => log.push(`${at()} ${kind} ${code}`),
  });
  const running = flusher.run(stop.signal).then(() => log.push(`${at()} ended`));
  return {
    flusher,
    outbox,
    log,
    time,
    async end() {
      stop.abort();
      await running;
    },
  };
}

const all = (status: Receipt['status']) => (sequences: number[]) => sequences.map(() => testReceipt(status));

test("[fault F7] [O2] sends in order of the device's sequence, whatever the order of arrival", async () => {
  const { log, end } = rig([done(3, 1), task(1, 1), done(2, 1)], all('APPLIED'));
  await settled();
  expect(log).toEqual(['0s send 1 2 3', '0s settled APPLIED APPLIED APPLIED']);
  await end();
});

test('[F4] [E4] older than what must be given back: says so, sends nothing, and ends, so that another tab may lead', async () => {
  const { log, time, end } = rig([task(1, 1)], all('APPLIED'), undefined, undefined, undefined, 'leave');
  await settled();
  expect(log).toEqual(['0s blocked UPGRADE_REQUIRED']);
  await time.advance(60_000);
  expect(log).toEqual(['0s blocked UPGRADE_REQUIRED', '60s ended']);
  await end();
});

test('[O3] the road: keeps, and retries with backoff for as long as it takes', async () => {
  const { log, time, end } = rig([task(1, 1)], (sequences, attempt) => {
    if (attempt < 4) throw new TypeError('Failed to fetch');
    return sequences.map(() => testReceipt('APPLIED'));
  });
  await time.advance(20_000);
  expect(log).toEqual([
    '0s send 1',
    '0s road NETWORK',
    '1s send 1',
    '1s road NETWORK',
    '3s send 1',
    '3s road NETWORK',
    '7s send 1',
    '7s settled APPLIED',
  ]);
  await end();
});

test('[F4] what happened to something that another device is about to give back waits, and is looked at again', async () => {
  const away = new Set([`Task:${uuid(1)}`, `List:${uuid(9)}`, `Task:${uuid(3)}`]);
  const entries = [done(1, 1), task(2, 2, 9), task(3, 3), done(4, 3), task(5, 5)];
  const { log, time, end } = rig(entries, all('APPLIED'), new MemoryOutbox(), away);
  await settled();
  expect(log).toEqual(['0s send 3 4 5', '0s settled APPLIED APPLIED APPLIED']);
  away.clear();
  await time.advance(61_000);
  expect(log.slice(2)).toEqual(['60s send 1 2', '60s settled APPLIED APPLIED']);
  await end();
});

test('[O7] a kick tries at once, in the middle of a wait', async () => {
  const { log, time, flusher, end } = rig([task(1, 1)], (sequences, attempt) => {
    if (attempt === 1) throw new TypeError('Failed to fetch');
    return sequences.map(() => testReceipt('APPLIED'));
  });
  await time.advance(200);
  flusher.kick();
  await settled();
  expect(log.at(-1)).toBe('0.2s settled APPLIED');
  await end();
});

test('[fault F31] [O3] sign-in: pauses until there is a session, then sends the same', async () => {
  const { log, time, flusher, end } = rig([task(1, 1)], (sequences, attempt) => {
    if (attempt === 1) {
      throw new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    return sequences.map(() => testReceipt('APPLIED'));
  });
  await time.advance(3_600_000);
  flusher.kick();
  await settled();
  expect(log).toEqual(['0s send 1', '0s sign-in UNAUTHENTICATED']);
  flusher.resume();
  await settled();
  expect(log.slice(2)).toEqual(['3600s send 1', '3600s settled APPLIED']);
  await end();
});

test('[fault F37] [O3] a rejection parks its event; what depends on it waits, everything else goes on', async () => {
  const rejectFirst = (sequences: number[]) =>
    sequences.map((sequence) => (sequence === 1 ? testReceipt('REJECTED', 'VALUE_INVALID') : testReceipt('APPLIED')));
  const { outbox, flusher, log, end } = rig([list(1, 100)], rejectFirst);
  await settled();
  outbox.hold(task(2, 1, 100));
  outbox.hold(done(3, 1));
  outbox.hold(task(4, 2));
  flusher.kick();
  await settled();
  expect(log).toEqual(['0s send 1', '0s settled REJECTED', '0s send 4', '0s settled APPLIED']);
  expect(outbox.count()).toMatchObject({ pending: 2, parked: 1 });
  await end();
});

test('[fault F29] [O3] an event that this server does not know yet stays, unparked, and holds up only what depends on it', async () => {
  const { outbox, log, end } = rig([list(1, 100), task(2, 1, 100), task(3, 2)], (sequences) =>
    sequences.map((sequence) => (sequence === 1 ? testReceipt('REJECTED', 'UNKNOWN_EVENT') : testReceipt('APPLIED'))),
  );
  await settled();
  expect(log).toEqual(['0s send 1 2 3', '0s settled REJECTED APPLIED APPLIED', '0s blocked UNKNOWN_EVENT']);
  expect(outbox.count()).toMatchObject({ pending: 1, parked: 0 });
  await end();
});

test('[fault F27] [L1] what the server has put off is asked again after a while, also when the clock was set back meanwhile', async () => {
  const { log, time, end } = rig([task(1, 1)], (sequences, attempt) =>
    sequences.map(() => (attempt === 1 ? testReceipt('REJECTED', 'UNKNOWN_EVENT') : testReceipt('APPLIED'))),
  );
  await settled();
  time.setBack(24 * 3_600_000);
  await time.advance(120_000);
  expect(log.at(-1)).toMatch('settled APPLIED');
  await end();
});

test('[fault F35] [O3] what is over the quota stays, unparked, and is asked again after a while', async () => {
  let quota = 1;
  const { outbox, log, time, end } = rig([task(1, 1), task(2, 2), done(3, 2)], (sequences) =>
    sequences.map((sequence) =>
      sequence > quota ? testReceipt('REJECTED', 'QUOTA_EXCEEDED') : testReceipt('APPLIED'),
    ),
  );
  await settled();
  expect(log.slice(0, 3)).toEqual([
    '0s send 1 2 3',
    '0s settled APPLIED REJECTED REJECTED',
    '0s blocked QUOTA_EXCEEDED',
  ]);
  expect(outbox.count()).toMatchObject({ pending: 2, parked: 0 });
  quota = 3;
  await time.advance(61_000);
  expect(outbox.count()).toMatchObject({ pending: 0, parked: 0 });
  await end();
});

test('[O3] what follows on the same entity waits with an event that the server does not know yet', async () => {
  const { log, outbox, flusher, end } = rig([done(1, 1), done(3, 2)], (sequences) =>
    sequences.map((sequence) => (sequence === 1 ? testReceipt('REJECTED', 'UNKNOWN_EVENT') : testReceipt('APPLIED'))),
  );
  await settled();
  outbox.hold(done(4, 1));
  outbox.hold(done(5, 2));
  flusher.kick();
  await settled();
  expect(log.filter((line) => line.includes('send'))).toEqual(['0s send 1 3', '0s send 5']);
  await end();
});

test('[fault F29] [O3] what a tab of a newer release wrote waits with what it is about, as far as its ids tell', async () => {
  const newer = (sequence: number, id: number) => entry(sequence, 'invented', { thingId: uuid(id) });
  const { log, outbox, flusher, end } = rig([done(1, 1)], () => [testReceipt('REJECTED', 'UNKNOWN_EVENT')]);
  await settled();
  outbox.hold(newer(2, 1));
  outbox.hold(newer(3, 2));
  flusher.kick();
  await settled();
  expect(log.filter((line) => line.includes('send'))).toEqual(['0s send 1', '0s send 3']);
  await end();
});

test('[O8] a draft is not sent, nor what was written after it, until it is sealed', async () => {
  const { log, outbox, flusher, end } = rig([task(1, 1), { ...done(2, 1), draft: true }, task(3, 3)], all('APPLIED'));
  await settled();
  expect(log).toEqual(['0s send 1', '0s settled APPLIED']);
  outbox.hold(done(2, 1));
  flusher.kick();
  await settled();
  expect(log.at(-2)).toBe('0s send 2 3');
  await end();
});

test('[O8] a draft that its tab has left behind is sealed and sent, also after the clock was set back', async () => {
  for (const ahead of [0, 3_600_000]) {
    const draft = { ...done(1, 1), draft: true as const };
    const occurredAt = `${new Date(new ManualTime().now() + ahead).toISOString()}-0000`;
    const event = { ...draft.input.event, occurredAt };
    const { log, time, end } = rig([{ ...draft, input: { ...draft.input, event } }], all('APPLIED'));
    await time.advance(16_000);
    expect(log.map((line) => line.replace(/^\S+ /, ''))).toEqual(['seal 1', 'send 1', 'settled APPLIED']);
    await end();
  }
});

test('[O3] too large: sends half, and half again, and at last all of it', async () => {
  const { log, end } = rig(
    [1, 2, 3, 4].map((n) => task(n, n)),
    (sequences) => {
      if (sequences.length > 1) {
        throw new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
      }
      return [testReceipt('APPLIED')];
    },
  );
  await settled();
  expect(log.filter((line) => line.includes('settled'))).toHaveLength(4);
  await end();
});

test('[fault F25] [O1] an answer that does not fit the batch settles nothing', async () => {
  const { log, outbox, end } = rig([task(1, 1), task(2, 2)], () => [testReceipt('APPLIED')]);
  await settled();
  expect(log).toEqual(['0s send 1 2', '0s road NETWORK']);
  expect(outbox.count().pending).toBe(2);
  await end();
});

test('[fault F29] [O3] an event that the server did not know is asked again after a while: it may be a newer one by then', async () => {
  const { log, time, end } = rig([task(1, 1)], (sequences, attempt) =>
    sequences.map(() => (attempt === 1 ? testReceipt('REJECTED', 'UNKNOWN_EVENT') : testReceipt('APPLIED'))),
  );
  await time.advance(61_000);
  expect(log).toEqual([
    '0s send 1',
    '0s settled REJECTED',
    '0s blocked UNKNOWN_EVENT',
    '60s send 1',
    '60s settled APPLIED',
  ]);
  await end();
});

test('[O3] a session that was taken for ended, and is not, goes on by itself', async () => {
  const { log, flusher, end } = rig([task(1, 1)], (sequences, attempt) => {
    if (attempt === 1) {
      throw new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    return sequences.map(() => testReceipt('APPLIED'));
  });
  await settled();
  flusher.sessionHolds();
  await settled();
  expect(log.at(-1)).toBe('0s settled APPLIED');
  await end();
});

test('[O3] what waited for a creation waits for its retry, which has a later sequence', async () => {
  const { log, end } = rig([done(2, 1), task(3, 1), task(4, 2)], all('APPLIED'));
  await settled();
  expect(log.filter((line) => line.includes('send'))).toEqual(['0s send 3 4', '0s send 2']);
  await end();
});

test('[fault F7] [O2] what another tab stored and died before telling goes before what came after it', async () => {
  const memory = new MemoryOutbox();
  const applied = (sequences: number[]) => sequences.map(() => testReceipt('APPLIED'));
  const { flusher, outbox, log, time } = rig([], applied, memory);
  memory.entries.set(1, list(1, 101));
  memory.entries.set(2, task(2, 102));
  memory.counter = { sequence: 2, clock: undefined };
  outbox.hold(task(2, 102));
  flusher.kick();
  await time.advance(0);
  expect(log[0]).toBe('0s send 1 2');
});

test('[fault F50] [O2] storage that cannot be read for a moment is read again before anything is sent past it', async () => {
  const memory = new MemoryOutbox();
  const { flusher, outbox, log, time, end } = rig([], all('APPLIED'), memory);
  const entries = new Map([list(1, 101), task(2, 102)].map((one) => [one.sequence, one]));
  let failures = 2;
  Object.defineProperty(memory, 'entries', {
    get() {
      failures -= 1;
      if (failures >= 0) throw new Error('the handle is closed');
      return entries;
    },
  });
  outbox.hold(task(2, 102));
  flusher.kick();
  await time.advance(5_000);
  expect(log[0]).toBe('2s send 1 2');
  await end();
});

test('[L1] storage that cannot be read at all holds up nothing for long', async () => {
  const memory = new MemoryOutbox();
  const { flusher, outbox, log, time, end } = rig([], all('APPLIED'), memory);
  Object.defineProperty(memory, 'entries', {
    get() {
      throw new Error('the handle is closed');
    },
  });
  outbox.hold(task(2, 102));
  flusher.kick();
  await time.advance(5_000);
  expect(log[0]).toBe('3s send 2');
  await end();
});

const tooMany = (seconds: number) =>
  new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code: 'RATE_LIMITED', retryAfter: seconds } }] });

test('[fault F36] [O3] a wait that the server asked for is cut short by nobody', async () => {
  const { log, time, flusher, outbox, end } = rig([task(1, 1)], (sequences, attempt) => {
    if (attempt === 1) throw tooMany(30);
    return sequences.map(() => testReceipt('APPLIED'));
  });
  for (let second = 0; second < 29; second += 1) {
    await time.advance(1_000);
    if (second === 5) outbox.hold(task(2, 2));
    flusher.kick();
  }
  expect(log).toEqual(['0s send 1', '0s road RATE_LIMITED']);
  await time.advance(1_000);
  expect(log.at(-2)).toBe('30s send 1 2');
  await end();
});

test('[O3] a clock that is set back makes no wait of days out of one that the server asked for', async () => {
  const { log, time, flusher, end } = rig([task(1, 1)], (sequences, attempt) => {
    if (attempt === 1) throw tooMany(30);
    return sequences.map(() => testReceipt('APPLIED'));
  });
  await time.advance(1_000);
  time.setBack(86_400_000);
  flusher.kick();
  await settled();
  expect(log.at(-1)).toContain('settled');
  await end();
});

test('[L1] a request that never ends is given up when asked, and what was in it is sent again', async () => {
  const { log, flusher, end } = rig([task(1, 1)], (sequences, attempt) =>
    attempt === 1 ? (new Promise(() => {}) as unknown as Receipt[]) : sequences.map(() => testReceipt('APPLIED')),
  );
  await settled();
  expect(flusher.isDue).toBe(true);
  flusher.restart();
  await settled();
  expect(log).toEqual(['0s send 1', '0s road NETWORK', '0s send 1', '0s settled APPLIED']);
  expect(flusher.isDue).toBe(false);
  await end();
});

test('[O6] what waits for its next try is not taken for stalled', async () => {
  const { time, flusher, end } = rig([task(1, 1)], () => {
    throw new TypeError('Failed to fetch');
  });
  await time.advance(10_000);
  expect(flusher.isDue).toBe(false);
  await end();
});

const isThere = (...ids: string[]) => new Set(ids.map((id) => `Task:${id}`));

test('[S5] what is there already is waited for by nobody, though this device is about to make it as well', async () => {
  const next = roundId(uuid(1));
  const entries = [
    entry(1, 'completeTask', { taskId: next }),
    entry(2, 'continueTask', { taskId: next, roundOf: uuid(1), title: 'Water', order: 'a0' }),
  ];
  const { log, end } = rig(entries, all('APPLIED'), undefined, undefined, isThere(uuid(1), next));
  await settled();
  expect(log[0]).toBe('0s send 1 2');
  await end();
});

test('[L1] two tasks that name each other do not wait for each other for ever', async () => {
  const next = roundId(uuid(1));
  const entries = [
    entry(1, 'moveTask', { taskId: uuid(1), parentId: next }),
    entry(2, 'completeTask', { taskId: uuid(1) }),
    entry(3, 'continueTask', { taskId: next, roundOf: uuid(1), title: 'Water', order: 'a0' }),
  ];
  const { log, end } = rig(entries, all('APPLIED'), undefined, undefined, isThere(uuid(1)));
  await settled();
  expect(log.filter((line) => line.includes('send'))).toEqual(['0s send 3', '0s send 1 2']);
  await end();
});

test('[S5] of two events that would make the same, the later waits with the earlier one', async () => {
  const next = roundId(uuid(1));
  const made = (sequence: number) =>
    entry(sequence, 'continueTask', { taskId: next, roundOf: uuid(1), title: 'Water', order: 'a0' });
  const { log, outbox, flusher, end } = rig([made(1)], (sequences) =>
    sequences.map(() => testReceipt('REJECTED', 'UNKNOWN_EVENT')),
  );
  await settled();
  outbox.hold(made(2));
  flusher.kick();
  await settled();
  expect(log.filter((line) => line.includes('send'))).toEqual(['0s send 1']);
  await end();
});
