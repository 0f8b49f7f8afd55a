import { dayAfter, weekdayOf } from '../task/dates.ts';

/** As the domain keeps it: a recurrence rule (RFC 5545), counted from the dates of the task. */
export interface Repeat {
  readonly rule: string;
  readonly from: 'schedule';
}

/** How often something comes again. */
export interface Rhythm {
  readonly unit: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  /** 0 is Sunday. */
  readonly weekdays?: readonly number[];
  /** Which of them in a month; -1 is the last. */
  readonly nth?: number;
  /** Of the month; -1 is the last. */
  readonly monthDay?: number;
}

export interface RepeatWords {
  readonly from: number;
  readonly to: number;
  readonly rhythm: Rhythm;
  /** Of the day, when the words say one. */
  readonly time?: string;
}

const CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const WORKDAYS = [1, 2, 3, 4, 5];
const UNITS: { readonly [unit: string]: Pick<Rhythm, 'unit'> & { readonly times?: number } } = {
  day: { unit: 'DAILY' },
  week: { unit: 'WEEKLY' },
  fortnight: { unit: 'WEEKLY', times: 2 },
  month: { unit: 'MONTHLY' },
  quarter: { unit: 'MONTHLY', times: 3 },
  year: { unit: 'YEARLY' },
};
const PARTS_OF_DAY: { readonly [part: string]: string } = {
  morning: '09:00',
  afternoon: '15:00',
  evening: '18:00',
  night: '20:00',
};
const ORDINALS: { readonly [word: string]: number } = { first: 1, second: 2, third: 3, fourth: 4, last: -1 };
const NUMBERS: { readonly [word: string]: number } = {
  other: 2,
  second: 2,
  two: 2,
  third: 3,
  three: 3,
  four: 4,
  six: 6,
};

const WEEKDAY =
  '(?:sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?)s?';
const ORDINAL = `(?:${Object.keys(ORDINALS).join('|')}|[1-5](?:st|nd|rd|th))`;
const COUNT = `(?:\\d{1,2}|${Object.keys(NUMBERS).join('|')})`;
const OF_MONTH = '(?:\\s+(?:of|in)\\s+(?:the|each|every)\\s+month)?';

type Reading = (groups: {
  readonly [name: string]: string | undefined;
}) => Omit<RepeatWords, 'from' | 'to'> | undefined;

/** After "every"; the first that fits. */
const FORMS: readonly (readonly [pattern: string, read: Reading])[] = [
  ['(?:workday|weekday|working\\s+day|business\\s+day)', () => ({ rhythm: weekly(WORKDAYS) })],
  ['weekend', () => ({ rhythm: weekly([6, 0]) })],
  [
    `(?<part>${Object.keys(PARTS_OF_DAY).join('|')})`,
    ({ part }) => ({ rhythm: { unit: 'DAILY', interval: 1 }, time: PARTS_OF_DAY[part!.toLowerCase()]! }),
  ],
  [
    `(?<nth>${ORDINAL})\\s+(?<days>${WEEKDAY})${OF_MONTH}`,
    ({ nth, days }) => ({
      rhythm: { unit: 'MONTHLY', interval: 1, weekdays: weekdaysIn(days!), nth: ordinal(nth!) },
    }),
  ],
  [`last\\s+day${OF_MONTH}`, () => ({ rhythm: { unit: 'MONTHLY', interval: 1, monthDay: -1 } })],
  [
    `(?:month\\s+on\\s+(?:the\\s+)?)?(?<day>\\d{1,2})(?:st|nd|rd|th)${OF_MONTH}`,
    ({ day }) => (Number(day) < 1 || Number(day) > 31 ? undefined : { rhythm: monthly(Number(day)) }),
  ],
  [
    `(?:(?<count>${COUNT})\\s+)?(?<unit>${Object.keys(UNITS).join('|')})s?(?:\\s+on\\s+(?<days>${list(WEEKDAY)}))?`,
    ({ count, unit, days }) => {
      const { unit: frequency, times = 1 } = UNITS[unit!.toLowerCase()]!;
      const interval = numberOf(count ?? '1') * times;
      if (interval < 1 || (days && frequency !== 'WEEKLY')) return undefined;
      return { rhythm: { unit: frequency, interval, ...(days ? { weekdays: weekdaysIn(days) } : {}) } };
    },
  ],
  [
    `(?<other>other\\s+)?(?<days>${list(WEEKDAY)})`,
    ({ other, days }) => ({ rhythm: { ...weekly(weekdaysIn(days!)), interval: other ? 2 : 1 } }),
  ],
];

/** "every workday", "every 2 weeks", "every mon, wed and fri", "every first monday", "every month on the 15th" … */
export function readRepeat(text: string): RepeatWords | undefined {
  for (const [pattern, read] of FORMS) {
    const match = new RegExp(`(?<=^|\\s)every\\s+${pattern}(?=$|[\\s,.;:!?)])`, 'i').exec(text);
    const reading = match && read(match.groups ?? {});
    if (match && reading) return { from: match.index, to: match.index + match[0].length, ...reading };
  }
  return undefined;
}

export function ruleOf({ unit, interval, weekdays, nth, monthDay }: Rhythm): string {
  const days = weekdays?.map((day) => `${nth ?? ''}${CODES[day]}`).join(',');
  return [
    `FREQ=${unit}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...(days ? [`BYDAY=${days}`] : []),
    ...(monthDay ? [`BYMONTHDAY=${monthDay}`] : []),
  ].join(';');
}

/** The first day it falls on, `from` or later. */
export function firstDay(rhythm: Rhythm, from: string): string {
  let day = from;
  // Every rhythm falls on some day of any two months: the fifth Monday of a month is not something one can say.
  for (let left = 62; left > 0 && !fallsOn(rhythm, day); left -= 1) day = dayAfter(day, 1);
  return day;
}

function fallsOn({ weekdays, nth, monthDay }: Rhythm, day: string): boolean {
  const [date, last] = [Number(day.slice(8)), daysIn(day)];
  if (monthDay !== undefined) return date === (monthDay < 0 ? last : Math.min(monthDay, last));
  if (weekdays && !weekdays.includes(weekdayOf(day))) return false;
  if (nth === undefined) return true;
  return nth < 0 ? date > last - 7 : Math.ceil(date / 7) === nth;
}

function daysIn(day: string): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
}

function weekly(weekdays: readonly number[]): Rhythm {
  return { unit: 'WEEKLY', interval: 1, weekdays };
}

function monthly(monthDay: number): Rhythm {
  return { unit: 'MONTHLY', interval: 1, monthDay };
}

function list(item: string): string {
  return `${item}(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|\\s*&\\s*)${item})*`;
}

/** Monday first, each once. */
function weekdaysIn(words: string): readonly number[] {
  const days = [...words.toLowerCase().matchAll(/sun|mon|tue|wed|thu|fri|sat/g)].map(([name]) =>
    CODES.indexOf(name.slice(0, 2).toUpperCase()),
  );
  return [...new Set(days)].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
}

function ordinal(word: string): number {
  return ORDINALS[word.toLowerCase()] ?? Number.parseInt(word, 10);
}

function numberOf(word: string): number {
  return NUMBERS[word.toLowerCase()] ?? Number(word);
}
