import { dateOf, dayOf, nextRound } from '@cairn/domain';
import fc from 'fast-check';
import rrule from 'rrule';

const { rrulestr } = rrule;
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Ours, and the same in the words of RFC 5545: a month that lacks the day has its last one in its place. */
type Pair = readonly [ours: string, theirs: string];
const same = (rule: string): Pair => [rule, rule];

const interval = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }));
const weekdays = fc.subarray(DAYS, { minLength: 1 });
const nth = fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, -1), fc.constantFrom(...DAYS)).map(([n, day]) => `${n}${day}`);
const upTo = (day: number) => Array.from({ length: day - 27 }, (_, index) => 28 + index).join(',');
const monthDay = (day: number) => (day <= 28 ? `BYMONTHDAY=${day}` : `BYMONTHDAY=${upTo(day)};BYSETPOS=-1`);
const day = fc.constantFrom(-1, 1, 15, 28, 29, 30, 31);

const rule: fc.Arbitrary<Pair> = fc.oneof(
  interval.map((n) => same(`FREQ=DAILY;INTERVAL=${n}`)),
  fc.tuple(interval, weekdays).map(([n, days]) => same(`FREQ=WEEKLY;INTERVAL=${n};BYDAY=${days.join(',')}`)),
  interval.map((n) => same(`FREQ=WEEKLY;INTERVAL=${n}`)),
  fc.tuple(interval, day).map(([n, day]): Pair => {
    const start = `FREQ=MONTHLY;INTERVAL=${n};`;
    return [`${start}BYMONTHDAY=${day}`, `${start}${monthDay(day)}`];
  }),
  fc
    .tuple(interval, fc.uniqueArray(nth, { minLength: 1, maxLength: 3 }))
    .map(([n, days]) => same(`FREQ=MONTHLY;INTERVAL=${n};BYDAY=${days.join(',')}`)),
  fc.tuple(interval, fc.integer({ min: 1, max: 12 }), day).map(([n, month, day]): Pair => {
    const start = `FREQ=YEARLY;INTERVAL=${n};BYMONTH=${month};`;
    return [`${start}BYMONTHDAY=${day}`, `${start}${monthDay(day)}`];
  }),
);

const date = fc.integer({ min: dayOf('1990-01-01'), max: dayOf('2060-12-31') });

test('the next round is the day that the rrule library says', () => {
  fc.assert(
    fc.property(
      rule,
      date,
      fc.integer({ min: -40, max: 400 }),
      fc.boolean(),
      ([ours, theirs], due, late, isCompletion) => {
        const completedOn = due + late;
        const start = isCompletion ? completedOn : due;
        const utc = (day: number) => new Date(`${dateOf(day)}T00:00:00.000Z`);
        const set = rrulestr(theirs, { dtstart: utc(start) });
        const expected = set.after(utc(isCompletion ? completedOn : Math.max(due, completedOn)), false);
        const next = nextRound(
          { rule: ours, from: isCompletion ? 'completion' : 'schedule' },
          { start: null, due: dateOf(due), remindAt: null },
          dateOf(completedOn),
        );
        expect(next?.due).toBe(expected?.toISOString().slice(0, 10));
      },
    ),
    { numRuns: 1_000 },
  );
});
