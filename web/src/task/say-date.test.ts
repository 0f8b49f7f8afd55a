import { localToday } from './dates.ts';
import { sayChosen, sayDate, sayDayHeading, sayLongDate, sayMoment, sayTime } from './say-date.ts';

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

it('says a moment with its time', () => {
  const now = new Date(2026, 10, 20, 18);
  expect(localToday(now)).toBe(TODAY);
  expect(sayMoment(new Date(2026, 10, 20, 9, 5).toISOString(), now, 'en-GB')).toBe('Today, 09:05');
  expect(sayTime(new Date(2026, 10, 20, 0, 5))).toBe('00:05');
  expect(sayTime('2026-11-20T22:30:00Z', 'Pacific/Auckland')).toBe('11:30');
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

it('says a chosen day in the order of the reader, with a year where it is another one', () => {
  expect(sayChosen('2026-11-29', TODAY, 'en-GB')).toBe('Sun 29 Nov');
  expect(sayChosen('2026-11-29', TODAY, 'en-US')).toBe('Sun, Nov 29');
  expect(sayChosen('2027-01-04', TODAY, 'en-US')).toBe('Mon, Jan 4, 2027');
});

it('keeps to the language of the app, whatever the language of the reader', () => {
  expect(sayChosen('2027-01-04', TODAY, 'de')).toBe('Mon 4 Jan 2027');
  expect(sayLongDate(TODAY, 'es-US')).toBe('Friday, November 20');
  expect(sayDate('2027-12-01', TODAY, 'ja').text).toBe('1 Dec 2027');
});

it('says every day as the platform does', () => {
  const days = Array.from({ length: 400 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)));
  const iso = (day: Date) => day.toISOString().slice(0, 10);
  const platform = (locale: string, month: 'long' | 'short') =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: month, day: 'numeric', month });
  const [long, short] = [platform('en-US', 'long'), platform('en-US', 'short')];
  expect(days.map((day) => sayLongDate(iso(day), 'en-US'))).toEqual(days.map((day) => long.format(day)));
  expect(days.map((day) => sayChosen(iso(day), iso(day), 'en-US'))).toEqual(days.map((day) => short.format(day)));
});
