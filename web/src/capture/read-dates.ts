import type { ParsedComponents, ParsedResult } from 'chrono-node';
import { casual } from 'chrono-node/en';
import { dayAfter, joinLocal, splitLocal, weekdayOf } from '../task/dates.ts';
import type { CaptureContext, DateReader, Part } from './capture.ts';
import { mask } from './mask.ts';
import { firstDay, readRepeat, ruleOf, type RepeatWords } from './read-repeat.ts';

/** Words before a date that say what it is for; they belong to it. */
const BEFORE_START = /(?<=^|\s)(?:starting|starts|from|beginning|begins)(?:\s+on)?\s+$/i;
const BEFORE_DUE = /(?<=^|\s)(?:due(?:\s+(?:on|by))?|by|until|till|before|deadline|on|at)\s+$/i;
/** chrono would take them into times and ranges ("from 1 dec" is not one o'clock). */
const INTRODUCTION = /(?<=^|\s)(?:starting|starts|from|beginning|begins)(?=\s)/gi;

/** Days by name that are words too, or months: not enough alone. */
const AMBIGUOUS = /^(?:sun|mon|wed|sat|jan|mar|march|may|jun|dec|second)$/i;
const NOT_AHEAD = /\b(?:ago|last|past|previous|yesterday|earlier|now|just)\b/i;
const SPAN =
  /\b(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|mo|quarters?|y|yrs?|years?)\b/i;
const AHEAD_BY = /^in\s|\s(?:from now|later)$/i;
const NEXT_PERIOD = /^next\s+(?:week|month|year)$|^(?:the\s+)?end of\s/i;
const CLOCK = /\d\s*(?:am|pm|a\.m\.|p\.m\.)|\d:\d\d|\b(?:noon|midnight)\b/i;
const NUMBERS_ALONE = /^\d{1,2}[/.-]\d{1,2}$/;
const DAY_OF_MONTH = /(?<=^|\s)(?:on|by|due)\s+the\s+(\d{1,2})(?:st|nd|rd|th)(?=$|[\s,.;:!?)])/i;

const PARTS_OF_DAY: readonly (readonly [RegExp, string])[] = [
  [/\bmorning\b/i, '09:00'],
  [/\bafternoon\b/i, '15:00'],
  [/\bevening\b/i, '18:00'],
  [/\b(?:night|tonight)\b/i, '20:00'],
];

/** A date in words: a day, a time of day or both, perhaps up to another. */
interface Found {
  readonly from: number;
  readonly to: number;
  readonly isStart: boolean;
  /** Undefined: words for a time alone. */
  readonly day: string | undefined;
  readonly time: string;
  readonly end?: string | undefined;
}

/** Dates, times and repeats, as people type them in English. Only what lies ahead, and never a word that may be a word. */
export const readDates: DateReader = (text, context) => {
  const repeat = readRepeat(text);
  const rest = repeat ? mask(text, repeat.from, repeat.to) : text;
  const found = findDates(rest, context);
  // Of several the last one is meant, as it was said last.
  const days = {
    start: found.findLast((date) => date.day && date.isStart),
    due: found.findLast((date) => date.day && !date.isStart),
  };
  const time = found.findLast((date) => date.day === undefined);
  const parts = repeat
    ? repeatParts(repeat, days.due ?? days.start, time, context)
    : dateParts(days.start, days.due, time, context);
  return parts;
};

function dateParts(
  start: Found | undefined,
  due: Found | undefined,
  time: Found | undefined,
  { now }: CaptureContext,
): readonly Part[] {
  const main = due ?? start;
  if (!main) return time ? [partOf('due', time, whenTimeComes(time.time, now))] : [];
  const takesTime = time !== undefined && main.time === '';
  const withTime = (date: Found) => joinLocal(date.day!, date === main && takesTime ? time.time : date.time)!;
  const parts: Part[] = [];
  if (start) parts.push(partOf('start', start, withTime(start)));
  if (due) parts.push(partOf('due', due, withTime(due)));
  for (const { end, from, to, isStart, day, time } of [start, due].filter((date) => date !== undefined)) {
    if (end === undefined) continue;
    // "Monday to Friday" begins on the one and is due on the other.
    parts.push({ kind: isStart ? 'due' : 'start', from, to, sets: { start: joinLocal(day!, time)!, due: end } });
  }
  // Words for the time that stand apart belong to the day.
  if (takesTime) parts.push({ kind: due ? 'due' : 'start', from: time.from, to: time.to, sets: {} });
  return parts;
}

/** Something that comes again has a first day: the one said, or the next that fits. */
function repeatParts(
  { from, to, rhythm, time: partOfDay }: RepeatWords,
  day: Found | undefined,
  clock: Found | undefined,
  { now }: CaptureContext,
): readonly Part[] {
  const { date: today, time: hour } = splitLocal(now);
  const time = clock?.time ?? (day?.time || partOfDay) ?? '';
  const isOver = time !== '' && time <= hour;
  const first = firstDay(rhythm, day?.day ?? (isOver ? dayAfter(today, 1) : today));
  // The 31st stays the 31st after a shorter month.
  const anchored = rhythm.unit === 'MONTHLY' && !rhythm.weekdays && !rhythm.monthDay && Number(first.slice(8)) > 28;
  const rule = ruleOf(anchored ? { ...rhythm, monthDay: Number(first.slice(8)) } : rhythm);
  const due = joinLocal(first, time)!;
  return [
    { kind: 'repeat', from, to, sets: { repeat: { rule, from: 'schedule' }, due } },
    ...[day, clock].filter((date) => date !== undefined).map((date) => partOf('due', date, due)),
  ];
}

function partOf(kind: 'start' | 'due', { from, to }: Found, value: string): Part {
  return { kind, from, to, sets: { [kind]: value } };
}

function whenTimeComes(time: string, now: string): string {
  const { date, time: hour } = splitLocal(now);
  return joinLocal(time > hour ? date : dayAfter(date, 1), time)!;
}

function findDates(text: string, context: CaptureContext): readonly Found[] {
  const ofMonth = dayOfMonth(text, context);
  const rest = ofMonth ? mask(text, ofMonth.from, ofMonth.to) : text;
  const blank = rest.replaceAll(INTRODUCTION, (word) => ' '.repeat(word.length));
  const results = casual.parse(monthFirst(blank, context), toDate(context.now), { forwardDate: true });
  const found = results.flatMap((result) => readResult(result, text, context) ?? []);
  return [...(ofMonth ? [ofMonth] : []), ...found].sort((a, b) => a.from - b.from);
}

function readResult(result: ParsedResult, text: string, context: CaptureContext): Found | undefined {
  const words = result.text.replace(/^on\s+/i, '');
  let from = result.index;
  const to = from + result.text.length;
  const introduction = BEFORE_START.exec(text.slice(0, from)) ?? BEFORE_DUE.exec(text.slice(0, from));
  const isStart = BEFORE_START.test(text.slice(0, from));
  if (introduction) from = introduction.index;
  const isIntroduced = introduction !== null || words !== result.text;

  // "Today's", "mid-may", "may/might": a part of a word.
  if (/[\p{L}\p{N}'’/_-]/u.test(text.charAt(to)) || /[\p{L}\p{N}'’/_.#@-]$/u.test(text.slice(0, result.index)))
    return undefined;

  let day = dayIn(result.start, words, context);
  const time = timeIn(result.start, words);
  const beforeIt = /(?<=^|\s)(?:the\s+)?day after\s+$/i.exec(text.slice(0, from));
  if (day && beforeIt && /^tomorrow/i.test(words)) {
    from = beforeIt.index;
    day = dayAfter(day, 1);
  }
  if (!isMeant(result, words, isIntroduced, isStart)) return undefined;
  // "On sat" may be a day, "on sun cream" is not.
  if (AMBIGUOUS.test(words) && !/^\s*(?:$|[,.;:!?)\u00d7])/.test(text.slice(to))) return undefined;
  const { date: today } = splitLocal(context.now);
  if (day !== undefined && day < today) return undefined;
  const end = result.end && joinLocal(dateOf(result.end), timeIn(result.end, words));
  return { from, to, isStart, day, time, end: end ?? undefined };
}

/** Whether the words are a date and nothing else: a wrong guess costs more than a date that has to be typed in another way. */
function isMeant({ start }: ParsedResult, words: string, isIntroduced: boolean, isStart: boolean): boolean {
  if (NOT_AHEAD.test(words)) return false;
  const isNamed = NEXT_PERIOD.test(words);
  // "2 weeks", "for 2 weeks", "5 min", "this month" are no dates; "in 2 weeks" is.
  if (!isNamed && SPAN.test(words.replaceAll(/\d+\s*(?=[ap]\.?m\b)/gi, '')) && !AHEAD_BY.test(words)) return false;
  const isDay = start.isCertain('day') || start.isCertain('weekday');
  if (!isDay && start.isCertain('month') && !isNamed) return isStart;
  if (AMBIGUOUS.test(words)) return isIntroduced && start.isCertain('weekday');
  if (NUMBERS_ALONE.test(words)) return isIntroduced;
  if (!isDay && start.isCertain('hour'))
    return CLOCK.test(words) && (isIntroduced || !/^(?:noon|midnight)$/i.test(words));
  return true;
}

function dayIn(start: ParsedComponents, words: string, { now, weekStart }: CaptureContext): string | undefined {
  const { date: today } = splitLocal(now);
  if (/^next week$/i.test(words)) return dayAfter(today, ((weekStart - weekdayOf(today) + 6) % 7) + 1);
  const date = dateOf(start);
  if (/^next month$/i.test(words)) return `${date.slice(0, 7)}-01`;
  if (/^next year$/i.test(words)) return `${date.slice(0, 4)}-01-01`;
  const saysDay = ['day', 'weekday', 'month', 'year'] as const;
  const isTimeAlone = start.isCertain('hour') && !saysDay.some((component) => start.isCertain(component));
  return isTimeAlone ? undefined : date;
}

function timeIn(components: ParsedComponents, words: string): string {
  const partOfDay = PARTS_OF_DAY.find(([pattern]) => pattern.test(words));
  if (!components.isCertain('hour')) return partOfDay?.[1] ?? '';
  let hour = components.get('hour')!;
  const minute = components.get('minute') ?? 0;
  // "At 5" is in the afternoon, and so is 5:30; 05:30 is said on purpose.
  const isVague = !components.isCertain('meridiem') || !/[ap]\.?m/i.test(words);
  if (isVague && hour > 0 && hour < 7 && !AHEAD_BY.test(words) && !/\b0\d:/.test(words)) hour += 12;
  return `${two(hour)}:${two(minute)}`;
}

/** "On the 15th": of this month, or of the next one when it is over. */
function dayOfMonth(text: string, { now }: CaptureContext): Found | undefined {
  const match = DAY_OF_MONTH.exec(text);
  const monthDay = Number(match?.[1]);
  if (!match || monthDay < 1 || monthDay > 31) return undefined;
  const { date: today } = splitLocal(now);
  const day = firstDay({ unit: 'MONTHLY', interval: 1, monthDay }, today);
  return { from: match.index, to: match.index + match[0].length, isStart: false, day, time: '' };
}

/** chrono's own reading for day-first countries takes "dec 24" for a year. */
function monthFirst(text: string, { isDayFirst }: CaptureContext): string {
  return isDayFirst ? text.replaceAll(/(?<![\d/])(\d{1,2})\/(\d{1,2})(?!\d)/g, '$2/$1') : text;
}

function dateOf(components: ParsedComponents): string {
  return [components.get('year')!, two(components.get('month')!), two(components.get('day')!)].join('-');
}

/** chrono counts in the device's own time; only what clocks show goes in and comes out. */
function toDate(local: string): Date {
  return new Date(`${local}:00`);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
