import { memoryBucketStore } from '../cache/bucket-store.ts';
import type { Environment } from '../environment/environment.ts';
import { ManualTime, settled } from '../testing/manual-time.ts';
import { SyncJournal } from './sync-journal.ts';
import type { Happening, SyncEvent } from './sync-event.ts';
import { EMPTY_RECORD, recordAfter, successRate } from './sync-record.ts';

const queued = (n: number): Happening => ({
  type: 'queued',
  eventId: `event ${n}`,
  mutation: 'createTask',
  isDraft: false,
});
const answered = (n: number, more: object = {}): Happening => ({
  type: 'answered',
  eventId: `event ${n}`,
  mutation: 'createTask',
  outcome: 'applied',
  position: n,
  resent: false,
  trace: 't',
  ...more,
});
const at = (time: string, happening: Happening): SyncEvent => ({ at: `2026-11-20T${time}:00.000Z`, ...happening });

test('[O6] counters, receipts and the last day say what happened', () => {
  const record = recordAfter(EMPTY_RECORD, [
    at('09:00', queued(1)),
    at('09:01', queued(2)),
    at('09:01', { type: 'sent', count: 2, attempt: 1, trace: 't' }),
    at('09:02', { type: 'failed', kind: 'road', code: 'NETWORK', trace: 't' }),
    at('09:20', { type: 'sent', count: 2, attempt: 2, trace: 'u' }),
    at('09:20', answered(1, { resent: true, outcome: 'merged' })),
    at('09:20', answered(2, { outcome: 'rejected', code: 'VALUE_INVALID', position: undefined })),
  ]);
  expect(record.counters).toEqual({
    queued: 2,
    pushed: 1,
    merged: 1,
    conflicted: 0,
    rejected: 1,
    resent: 1,
    attempts: 2,
    retried: 1,
    failed: 1,
  });
  expect(successRate(record.counters)).toBe(0.5);
  expect(successRate(EMPTY_RECORD.counters)).toBeUndefined();
  expect(record.receipts.map(({ eventId, outcome }) => `${eventId} ${outcome}`)).toEqual([
    'event 2 rejected',
    'event 1 merged',
  ]);
  expect(record.timeline).toEqual([
    { at: '2026-11-20T09:00:00.000Z', queued: 2, pushed: 0, rejected: 0, failed: 1 },
    { at: '2026-11-20T09:15:00.000Z', queued: 0, pushed: 1, rejected: 1, failed: 0 },
  ]);
  expect(record.lastFailure).toEqual({ at: '2026-11-20T09:02:00.000Z', code: 'NETWORK' });
});

test('[O6] what the server took counts as made here, also when the page went before that was noted', () => {
  const record = recordAfter(EMPTY_RECORD, [
    at('09:00', queued(1)),
    at('09:01', answered(1)),
    at('09:02', answered(2)),
  ]);
  expect(record.counters).toMatchObject({ queued: 2, pushed: 2 });
  const next = recordAfter(record, [at('09:03', queued(3))]);
  expect(next.counters).toMatchObject({ queued: 3, pushed: 2 });
});

test('[C4] the record does not grow: a hundred receipts, and one day', () => {
  let record = EMPTY_RECORD;
  for (let hour = 0; hour < 60; hour += 1) {
    const day = 20 + Math.floor(hour / 24);
    const time = `2026-11-${day}T${String(hour % 24).padStart(2, '0')}:00:00.000Z`;
    record = recordAfter(
      record,
      [1, 2, 3].map((n) => ({ ...answered(hour * 3 + n), at: time }) as SyncEvent),
    );
  }
  expect(record.receipts).toHaveLength(100);
  expect(record.receipts[0]!.eventId).toBe('event 180');
  expect(record.timeline).toHaveLength(25);
  expect(record.counters.pushed).toBe(180);
});

/** A tab of a profile whose tabs hear each other. */
function profile() {
  const time = new ManualTime();
  const stored = new Map<string, string>();
  const writes: string[] = [];
  const tabs: SyncJournal[] = [];
  const open = () => {
    const store = memoryBucketStore(stored);
    const journal: SyncJournal = new SyncJournal({
      store: {
        ...store,
        async set(key, value) {
          writes.push(key);
          await store.set(key, value);
        },
      },
      environment: time as unknown as Environment,
      post: (events) => tabs.filter((other) => other !== journal).forEach((other) => other.heard(events)),
    });
    tabs.push(journal);
    return journal;
  };
  return { time, open, writes, tabs };
}

test('[O6] every tab hears of everything, and the record outlives them all', async () => {
  const { time, open, tabs } = profile();
  const [a, b] = [open(), open()];
  const heard: string[] = [];
  b.subscribe((event) => heard.push(event.type));
  await Promise.all([a.load(), b.load(), a.lead()]);
  b.emit(queued(1));
  a.emit(answered(1));
  expect(heard).toEqual(['queued', 'answered']);
  expect(b.record.get()).toEqual(a.record.get());
  await time.advance(60_000);
  tabs.length = 0;
  const later = open();
  later.emit(queued(2));
  await later.load();
  expect(later.record.get().counters).toMatchObject({ queued: 2, pushed: 1 });
});

test('[C4] it is written rarely, by the tab that leads alone, and not at all once that one follows', async () => {
  const { time, open, writes } = profile();
  const [a, b] = [open(), open()];
  await Promise.all([a.load(), b.load(), a.lead()]);
  for (let n = 0; n < 100; n += 1) {
    b.emit(queued(n));
    await time.advance(100);
  }
  const { length } = writes;
  expect(length).toBe(4);
  a.follow();
  b.emit(queued(100));
  await time.advance(60_000);
  expect(writes).toHaveLength(length);
  await b.lead();
  expect(b.record.get().counters.queued).toBe(101);
  await b.flush();
  expect(writes).toHaveLength(length + 1);
});

test('[O6] a listener that fails spoils nothing for the others', async () => {
  const { time, open } = profile();
  const journal = open();
  const heard: string[] = [];
  journal.subscribe(() => {
    throw new Error('of the listener');
  });
  journal.subscribe(({ type }) => heard.push(type));
  journal.emit(queued(1));
  expect(heard).toEqual(['queued']);
  await expect(time.advance(0)).rejects.toThrow('of the listener');
});

test('[C5] a record that cannot be read is begun anew', async () => {
  const store = memoryBucketStore(new Map([['record', '{']]));
  const time = new ManualTime();
  const journal = new SyncJournal({ store, environment: time as unknown as Environment, post: () => undefined });
  await journal.load();
  await settled();
  expect(journal.record.get()).toEqual(EMPTY_RECORD);
});
