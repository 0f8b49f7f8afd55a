/** Monday is 0. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

export const RULE_LIMIT = 100;
export const INTERVAL_LIMIT = 999;

/** A weekday of a month: the `nth`, from the end where it is -1. Monday is 0. */
export interface WeekdayOfMonth {
  readonly nth: number;
  readonly weekday: number;
}

/** When something comes again: the part of RFC 5545's recurrence rules that a person says in one sentence. */
export type RecurrenceRule = { readonly interval: number } & (
  | { readonly freq: 'DAILY' }
  /** Without weekdays: that of the day it is counted from. */
  | { readonly freq: 'WEEKLY'; readonly weekdays: readonly number[] }
  /** `day`: 1 to 31, -1 the last one; in a shorter month its last day. Without either: the day it is counted from. */
  | { readonly freq: 'MONTHLY'; readonly day?: number; readonly weekdays?: readonly WeekdayOfMonth[] }
  | { readonly freq: 'YEARLY'; readonly month?: number; readonly day?: number }
);

/**
 * `FREQ=DAILY|WEEKLY|MONTHLY|YEARLY` with `INTERVAL`; WEEKLY with `BYDAY=MO,TH`; MONTHLY with `BYMONTHDAY=31` or
 * `BYDAY=2TU,-1FR`; YEARLY with `BYMONTH=2;BYMONTHDAY=29`. A month that lacks the day has its last day in its place, where
 * RFC 5545 would leave the month out. Undefined for anything else.
 */
export function parseRule(text: string): RecurrenceRule | undefined {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value = '', ...rest] = part.split('=');
    if (value === '' || rest.length > 0 || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const freq = take('FREQ');
  const interval = wholeNumber(take('INTERVAL') ?? '1', INTERVAL_LIMIT);
  if (interval === undefined) return undefined;
  const rule = ofFrequency(freq, interval, take);
  return parts.size === 0 ? rule : undefined;
}

function ofFrequency(
  freq: string | undefined,
  interval: number,
  take: (name: string) => string | undefined,
): RecurrenceRule | undefined {
  if (freq === 'DAILY') return { freq, interval };
  if (freq === 'WEEKLY') {
    const given = take('BYDAY');
    const weekdays = given?.split(',').map((name) => WEEKDAYS.findIndex((known) => known === name)) ?? [];
    if (weekdays.includes(-1) || new Set(weekdays).size !== weekdays.length) return undefined;
    return { freq, interval, weekdays: [...weekdays].sort((a, b) => a - b) };
  }
  const [byDay, byMonthDay] = [freq === 'MONTHLY' ? take('BYDAY') : undefined, take('BYMONTHDAY')];
  const day = byMonthDay === '-1' ? -1 : wholeNumber(byMonthDay, 31);
  if (byMonthDay !== undefined && day === undefined) return undefined;
  if (freq === 'MONTHLY') {
    const weekdays = byDay?.split(',').map(weekdayOfMonth);
    if (weekdays && (day !== undefined || weekdays.includes(undefined))) return undefined;
    return {
      freq,
      interval,
      ...(day === undefined ? {} : { day }),
      ...(weekdays ? { weekdays: weekdays as readonly WeekdayOfMonth[] } : {}),
    };
  }
  if (freq !== 'YEARLY') return undefined;
  const byMonth = take('BYMONTH');
  const month = wholeNumber(byMonth, 12);
  // One without the other would mean every month, or every day, in RFC 5545.
  if ((day === undefined) !== (month === undefined) || (byMonth !== undefined && month === undefined)) return undefined;
  return { freq, interval, ...(day === undefined || month === undefined ? {} : { day, month }) };
}

function weekdayOfMonth(text: string): WeekdayOfMonth | undefined {
  const match = /^([1-5]|-1)([A-Z]{2})$/.exec(text);
  const weekday = WEEKDAYS.findIndex((known) => known === match?.[2]);
  return match && weekday >= 0 ? { nth: Number(match[1]), weekday } : undefined;
}

function wholeNumber(text: string | undefined, max: number): number | undefined {
  const number = text !== undefined && /^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined;
  return number !== undefined && number <= max ? number : undefined;
}
