import { dayIn, dayOfMonth, firstOf, LAST_DAY, monthOf, weekdayOf, type DayNumber } from './calendar.ts';
import type { RecurrenceRule, WeekdayOfMonth } from './recurrence-rule.ts';

/**
 * The first day of the rule after `after`, counted from `from`, which is not later; undefined beyond the year 9999. Weeks
 * begin on Monday.
 */
export function nextOccurrence(rule: RecurrenceRule, from: DayNumber, after: DayNumber): DayNumber | undefined {
  const next = find(rule, from, after);
  return next !== undefined && next <= LAST_DAY ? next : undefined;
}

function find(rule: RecurrenceRule, from: DayNumber, after: DayNumber): DayNumber | undefined {
  const { interval } = rule;
  switch (rule.freq) {
    case 'DAILY':
      return from + (Math.floor((after - from) / interval) + 1) * interval;
    case 'WEEKLY': {
      const weekdays = rule.weekdays.length > 0 ? rule.weekdays : [weekdayOf(from)];
      const monday = (day: DayNumber) => day - weekdayOf(day);
      const step = interval * 7;
      const week = monday(from) + Math.floor((monday(after) - monday(from)) / step) * step;
      const days = [week, week + step].flatMap((start) => weekdays.map((weekday) => start + weekday));
      return days.find((day) => day > after);
    }
    case 'MONTHLY':
    case 'YEARLY':
      return firstInMonths(monthsOf(rule, from), from, after);
  }
}

interface Months {
  readonly first: number;
  readonly step: number;
  /** Of one month, in order. */
  days(month: number): readonly DayNumber[];
}

function monthsOf(rule: Extract<RecurrenceRule, { freq: 'MONTHLY' | 'YEARLY' }>, from: DayNumber): Months {
  const day = rule.day ?? dayOfMonth(from);
  const first = monthOf(from);
  if (rule.freq === 'YEARLY') {
    const month = rule.month === undefined ? first : Math.floor(first / 12) * 12 + rule.month - 1;
    return { first: month, step: rule.interval * 12, days: (month) => [dayIn(month, day)] };
  }
  const { weekdays } = rule;
  return {
    first,
    step: rule.interval,
    days: (month) => (weekdays ? weekdaysIn(month, weekdays) : [dayIn(month, day)]),
  };
}

function firstInMonths({ first, step, days }: Months, from: DayNumber, after: DayNumber): DayNumber | undefined {
  const since = Math.max(0, Math.floor((monthOf(after) - first) / step) * step);
  for (let month = first + since; firstOf(month) <= LAST_DAY; month += step) {
    const day = days(month).find((one) => one > after && one >= from);
    if (day !== undefined) return day;
  }
  return undefined;
}

/** Those that the month has, in order. */
function weekdaysIn(month: number, weekdays: readonly WeekdayOfMonth[]): DayNumber[] {
  const [first, last] = [firstOf(month), firstOf(month + 1) - 1];
  return weekdays
    .map(({ nth, weekday }) =>
      nth === -1
        ? last - ((weekdayOf(last) - weekday + 7) % 7)
        : first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7,
    )
    .filter((day) => day <= last)
    .sort((a, b) => a - b);
}
