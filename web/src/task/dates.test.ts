import { dayAfter, daysBetween, joinLocal, localNow, localToday, splitLocal } from './dates.ts';

it('takes a local date apart and together', () => {
  expect(splitLocal('2026-11-20T09:30')).toEqual({ date: '2026-11-20', time: '09:30' });
  expect(splitLocal(null)).toEqual({ date: '', time: '' });
  expect(joinLocal('2026-11-20', '09:30')).toBe('2026-11-20T09:30');
  expect(joinLocal('2026-11-20', '')).toBe('2026-11-20');
  expect(joinLocal('', '09:30')).toBeNull();
});

it('counts days over the end of a month and of a year', () => {
  expect(dayAfter('2026-11-30', 1)).toBe('2026-12-01');
  expect(dayAfter('2026-12-31', 60)).toBe('2027-03-01');
  expect(dayAfter('2026-12-01', -1)).toBe('2026-11-30');
  expect(daysBetween('2026-12-31', '2027-03-01')).toBe(60);
  expect(daysBetween('2026-12-01', '2026-11-30')).toBe(-1);
});

it('takes day and time from where the account is at home, over midnight and summer time', () => {
  const moment = new Date('2026-11-20T22:30:00Z');
  expect(localNow(moment, 'Pacific/Auckland')).toBe('2026-11-21T11:30');
  expect(localToday(moment, 'Pacific/Auckland')).toBe('2026-11-21');
  expect(localToday(moment, 'America/New_York')).toBe('2026-11-20');
  expect(localNow(new Date('2026-07-20T22:05:00Z'), 'Europe/Berlin')).toBe('2026-07-21T00:05');
});
