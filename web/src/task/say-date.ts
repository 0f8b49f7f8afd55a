import { calendar } from '../ui/calendar.ts';
import { daysBetween, dayAfter, localNow, localToday, splitLocal, weekdayOf } from './dates.ts';

/**
 * Dates as people say them, in the language of the app: a German month in an English page is read out wrongly. Of where the
 * reader lives they keep the order, `29 Nov` or `Nov 29`. With words of our own: the platform's first formatter takes as
 * long as a screen of rows, and every start would pay it (decision 0028).
 */

const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

export interface DayText {
  readonly text: string;
  readonly when: 'past' | 'today' | 'future';
}

/** A date as people say it, seen from `today`. `locale`: whose order it has; without, the reader's. */
export function sayDate(value: string, today: string, locale?: string): DayText {
  const { date, time } = splitLocal(value);
  const distance = daysBetween(today, date);
  const when = distance < 0 ? 'past' : distance === 0 ? 'today' : 'future';
  const day = sayDay(date, today, distance, locale);
  return { text: time ? `${day} ${time}` : day, when };
}

function sayDay(date: string, today: string, distance: number, locale: string | undefined): string {
  if (distance === 0) return 'Today';
  if (distance === 1) return 'Tomorrow';
  if (distance === -1) return 'Yesterday';
  if (distance > 1 && distance < 7) return short(weekday(date));
  return inOrder(date, locale, { month: short(month(date)), year: yearUnless(date, today) });
}

/** A day that somebody has chosen: `Sun 29 Nov`, with its year where that is another one. */
export function sayChosen(date: string, today: string, locale?: string): string {
  const parts = { weekday: short(weekday(date)), month: short(month(date)), year: yearUnless(date, today) };
  return inOrder(date, locale, parts);
}

/** The whole of a day without its year: `Thursday 26 November`. */
export function sayLongDate(date: string, locale?: string): string {
  return inOrder(date, locale, { weekday: weekday(date), month: month(date) });
}

/** The heading of a day, or of a month (`2027-01`): what people call it, and for a day its date. */
export function sayDayHeading(key: string, today: string, locale?: string): { name: string; date?: string } {
  if (key.length === 7) return { name: `${month(key)} ${yearUnless(key, today)}`.trim() };
  const name = key === dayAfter(today, 1) ? 'Tomorrow' : weekday(key);
  return { name, date: inOrder(key, locale, { month: month(key) }) };
}

/** A moment of the past, e.g. when a device was last seen. */
export function sayMoment(iso: string, now: Date, locale?: string): string {
  const { timeZone } = calendar.get();
  const moment = new Date(iso);
  const { text } = sayDate(localToday(moment, timeZone), localToday(now, timeZone), locale);
  return `${text}, ${sayTime(moment, timeZone)}`;
}

/** `09:05`, where the account is at home. */
export function sayTime(moment: Date | string | number, timeZone = calendar.get().timeZone): string {
  return localNow(new Date(moment), timeZone).slice(11);
}

interface Parts {
  readonly weekday?: string;
  readonly month: string;
  readonly year?: string;
}

function inOrder(date: string, locale: string | undefined, { weekday, month, year }: Parts): string {
  const day = Number(date.slice(8, 10));
  const isFirst = isMonthFirst(locale);
  return [weekday, isFirst ? `${month} ${day}` : `${day} ${month}`, year].filter(Boolean).join(isFirst ? ', ' : ' ');
}

/** Where English is written with the month first. Other languages have their order; English words keep the one they are read in. */
function isMonthFirst(locale = navigator.language): boolean {
  return /^en$|^en-(US|CA|PH|PR|GU)\b|-US$/.test(locale);
}

const weekday = (date: string): string => WEEKDAYS[weekdayOf(date)]!;
const month = (date: string): string => MONTHS[Number(date.slice(5, 7)) - 1]!;
const short = (word: string): string => word.slice(0, 3);

/** Empty where it is this year. */
function yearUnless(date: string, today: string): string {
  const year = date.slice(0, 4);
  return today.startsWith(year) ? '' : year;
}
