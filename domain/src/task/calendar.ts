/** Days since 1970-01-01 in the proleptic Gregorian calendar: dates without clocks and zones. */
export type DayNumber = number;

const DAY = 24 * 3_600_000;

/** The last day that four digits can name: 9999-12-31. */
export const LAST_DAY: DayNumber = Date.UTC(9999, 11, 31) / DAY;

/** @param date `YYYY-MM-DD`, or a local time that begins so */
export function dayOf(date: string): DayNumber {
  return Date.parse(`${date.slice(0, 10)}T00:00:00.000Z`) / DAY;
}

export function dateOf(day: DayNumber): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Monday is 0. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Months since January of year 0. */
export function monthOf(day: DayNumber): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** 1 to 31. */
export function dayOfMonth(day: DayNumber): number {
  return new Date(day * DAY).getUTCDate();
}

/** @param month months since January of year 0 */
export function firstOf(month: number): DayNumber {
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return date.getTime() / DAY;
}

/** The day of that month; its last one where it is shorter, or `day` is -1. */
export function dayIn(month: number, day: number): DayNumber {
  const [first, next] = [firstOf(month), firstOf(month + 1)];
  return day === -1 ? next - 1 : Math.min(first + day - 1, next - 1);
}

/** A date, or a local time, so many days later. */
export function shift(date: string, days: number): string {
  return `${dateOf(dayOf(date) + days)}${date.slice(10)}`;
}
