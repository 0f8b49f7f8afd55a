import { EVENT_SIZE_LIMIT, type EventStamp } from '@cairn/domain';
import { BATCH, batchRoom } from './batch.ts';

/** What Cairn's server reads of a request. */
const BODY = 256 * 1024;
const event: EventStamp = { id: 'x'.repeat(36), parentVersion: 1, sequence: 1, occurredAt: 'x'.repeat(29) };
const entryOf = (text: string) => ({ mutation: 'describe', input: { event, text } });

test('[O1] [LIM1] a request holds what a server reads, whatever is written; and one event always', () => {
  for (const text of ['', 'ü'.repeat(1_000), '漢'.repeat(15_000), '🪨'.repeat(8_000), '"\n\u0001'.repeat(3_000)]) {
    const fits = batchRoom();
    const events: object[] = [];
    while (events.length < 1_000 && fits(entryOf(text))) events.push({ describe: entryOf(text).input });
    const body = JSON.stringify({ query: 'x'.repeat(2_000), variables: { events } });
    expect(new TextEncoder().encode(body).length).toBeLessThan(BODY);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(BATCH);
  }
  expect(batchRoom()(entryOf('x'.repeat(EVENT_SIZE_LIMIT * 10)))).toBe(true);
  const two = batchRoom(2);
  expect([1, 2, 3].map(() => two(entryOf('')))).toEqual([true, true, false]);
});
