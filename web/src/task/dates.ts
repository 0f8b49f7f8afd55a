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

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

export interface DayText {
  readonly text: string;
  readonly when: 'past' | 'today' | 'future';
}

/** A date as people say it, seen from `today`. */
export function sayDate(value: string, today: string, locale?: string): DayText {
  const { date, time } = splitLocal(value);
  const distance = dayNumber(date) - dayNumber(today);
  const when = distance < 0 ? 'past' : distance === 0 ? 'today' : 'future';
  return {
    text: time ? `${sayDay(date, today, distance, locale)} ${time}` : sayDay(date, today, distance, locale),
    when,
  };
}

function sayDay(date: string, today: string, distance: number, locale: string | undefined): string {
  if (distance === 0) return 'Today';
  if (distance === 1) return 'Tomorrow';
  if (distance === -1) return 'Yesterday';
  if (distance > 1 && distance < 7) return format(date, locale, { weekday: 'short' });
  const isThisYear = date.slice(0, 4) === today.slice(0, 4);
  return format(date, locale, { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) });
}

/** A day that somebody has chosen: `Sun 29 Nov`, with its year where that is another one. */
export function sayChosen(date: string, today: string, locale?: string): string {
  const isThisYear = date.slice(0, 4) === today.slice(0, 4);
  const year = isThisYear ? {} : ({ year: 'numeric' } as const);
  return format(date, locale, { weekday: 'short', day: 'numeric', month: 'short', ...year });
}

/** The whole of a day without its year: `Thursday 26 November`. */
export function sayLongDate(date: string, locale?: string): string {
  return format(date, locale, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** The heading of a day, or of a month (`2027-01`): what people call it, and for a day its date. */
export function sayDayHeading(key: string, today: string, locale?: string): { name: string; date?: string } {
  const isThisYear = key.slice(0, 4) === today.slice(0, 4);
  if (key.length === 7) {
    return { name: format(`${key}-01`, locale, { month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) }) };
  }
  const date = format(key, locale, { day: 'numeric', month: 'long' });
  return { name: key === dayAfter(today, 1) ? 'Tomorrow' : format(key, locale, { weekday: 'long' }), date };
}

/** Making one takes the platform longer than drawing a row; by locale and options. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: string, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([locale, options]);
  let known = formats.get(key);
  if (!known) formats.set(key, (known = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })));
  return known.format(new Date(`${date}T00:00:00Z`));
}

/** A moment of the past, e.g. when a device was last seen. */
export function sayMoment(iso: string, now: Date, locale?: string): string {
  const { timeZone } = calendar.get();
  const moment = new Date(iso);
  const time = moment.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const { text } = sayDate(localToday(moment, timeZone), localToday(now, timeZone), locale);
  return `${text}, ${time}`;
}
