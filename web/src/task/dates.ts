import { calendar } from '../ui/calendar.ts';

/** Local dates as the domain keeps them: `2026-11-20` or `2026-11-20T09:30`, the same words in every time zone. */

export function localToday(now: Date, timeZone = calendar.get().timeZone): string {
  return localNow(now, timeZone).slice(0, 10);
}

/** As the clocks there show it: `2026-11-20T09:30`. `timeZone`: the account's, or undefined for this device's. */
export function localNow(now: Date, timeZone = calendar.get().timeZone): string {
  const two = (value: number) => String(value).padStart(2, '0');
  // Swedish writes dates as we do.
  if (timeZone !== undefined) return now.toLocaleString('sv-SE', { timeZone, ...MINUTE }).replace(' ', 'T');
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${date}T${two(now.getHours())}:${two(now.getMinutes())}`;
}

const MINUTE = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;

export function splitLocal(value: string | null): { date: string; time: string } {
  const [date = '', time = ''] = (value ?? '').split('T');
  return { date, time };
}

export function joinLocal(date: string, time: string): string | null {
  if (!date) return null;
  return time ? `${date}T${time}` : date;
}

const DAY = 86_400_000;
const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY;

/** The day that many days later. */
export function dayAfter(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY).toISOString().slice(0, 10);
}

/** Less than zero where `to` is before `from`. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}
