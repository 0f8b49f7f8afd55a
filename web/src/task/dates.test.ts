import {
  dayAfter,
  joinLocal,
  localNow,
  localToday,
  sayChosen,
  sayDate,
  sayDayHeading,
  sayLongDate,
  sayMoment,
  splitLocal,
} from './dates.ts';

const TODAY = '2026-11-20';
const say = (date: string) => sayDate(date, TODAY, 'en-GB');

describe('sayDate', () => {
  it.each([
    ['2026-11-20', 'Today', 'today'],
    ['2026-11-20T09:30', 'Today 09:30', 'today'],
    ['2026-11-21', 'Tomorrow', 'future'],
    ['2026-11-19', 'Yesterday', 'past'],
    ['2026-11-25', 'Wed', 'future'],
    ['2026-11-27', '27 Nov', 'future'],
    ['2026-11-15', '15 Nov', 'past'],
    ['2027-01-02', '2 Jan 2027', 'future'],
  ])('%s is %s', (date, text, when) => {
    expect(say(date)).toEqual({ text, when });
  });
});

it('takes a local date apart and together', () => {
  expect(splitLocal('2026-11-20T09:30')).toEqual({ date: '2026-11-20', time: '09:30' });
  expect(splitLocal(null)).toEqual({ date: '', time: '' });
  expect(joinLocal('2026-11-20', '09:30')).toBe('2026-11-20T09:30');
  expect(joinLocal('2026-11-20', '')).toBe('2026-11-20');
  expect(joinLocal('', '09:30')).toBeNull();
});

it('says a moment with its time', () => {
  const now = new Date(2026, 10, 20, 18);
  expect(localToday(now)).toBe(TODAY);
  expect(sayMoment(new Date(2026, 10, 20, 9, 5).toISOString(), now, 'en-GB')).toBe('Today, 09:05');
});

it('counts days over the end of a month and of a year', () => {
  expect(dayAfter('2026-11-30', 1)).toBe('2026-12-01');
  expect(dayAfter('2026-12-31', 60)).toBe('2027-03-01');
  expect(dayAfter('2026-12-01', -1)).toBe('2026-11-30');
});

it('names days and months as headings', () => {
  const heading = (key: string) => Object.values(sayDayHeading(key, TODAY, 'en-GB')).join(' · ');
  expect(['2026-11-21', '2026-11-22', '2026-12', '2027-01'].map(heading)).toEqual([
    'Tomorrow · 21 November',
    'Sunday · 22 November',
    'December',
    'January 2027',
  ]);
  expect(sayLongDate(TODAY, 'en-GB')).toBe('Friday 20 November');
});

it('says a chosen day in the order of the language, with a year where it is another one', () => {
  expect(sayChosen('2026-11-29', TODAY, 'en-GB')).toBe('Sun 29 Nov');
  expect(sayChosen('2026-11-29', TODAY, 'en-US')).toBe('Sun, Nov 29');
  expect(sayChosen('2027-01-04', TODAY, 'de')).toBe('Mo., 4. Jan. 2027');
});

it('takes day and time from where the account is at home, over midnight and summer time', () => {
  const moment = new Date('2026-11-20T22:30:00Z');
  expect(localNow(moment, 'Pacific/Auckland')).toBe('2026-11-21T11:30');
  expect(localToday(moment, 'Pacific/Auckland')).toBe('2026-11-21');
  expect(localToday(moment, 'America/New_York')).toBe('2026-11-20');
  expect(localNow(new Date('2026-07-20T22:05:00Z'), 'Europe/Berlin')).toBe('2026-07-21T00:05');
});
