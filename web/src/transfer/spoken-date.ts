import * as de from 'chrono-node/de';
import * as en from 'chrono-node/en';
import * as es from 'chrono-node/es';
import * as fr from 'chrono-node/fr';
import * as nl from 'chrono-node/nl';
import * as pt from 'chrono-node/pt';
import type { ParsedResult } from 'chrono-node';
import { localToday } from '../task/dates.ts';

/** By the language that Todoist names beside a date. */
const LANGUAGES: { readonly [lang: string]: Pick<typeof en.casual, 'parse'> } = {
  de: de.casual,
  en: en.casual,
  es: es.casual,
  fr: fr.casual,
  nl: nl.casual,
  pt: pt.casual,
};

/** A date as the domain keeps it, and the rule by which it comes again. */
export interface SpokenDate {
  readonly due: string;
  readonly repeat: { readonly rule: string; readonly from: 'schedule' | 'completion' } | null;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?Z?)?$/;
const EVERY = /^every(!)?\s+(.*)$/i;

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const UNITS: { readonly [unit: string]: string } = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' };

/**
 * “tomorrow 9am”, “2026-12-24”, “every workday at 8:00”; undefined when it cannot be understood for sure.
 * @param now the moment it is said, in local time
 */
export function readSpokenDate(text: string, lang: string, now: Date): SpokenDate | undefined {
  const said = text.trim();
  const iso = ISO.exec(said);
  if (iso) {
    const [, date, time] = iso;
    return Number.isNaN(Date.parse(`${date}T00:00Z`))
      ? undefined
      : { due: time ? `${date}T${time}` : date!, repeat: null };
  }
  const every = EVERY.exec(said);
  if (every) return repeated(every[2]!, every[1] ? 'completion' : 'schedule', now);
  const due = firstDate(said, LANGUAGES[lang.slice(0, 2).toLowerCase()] ?? en.casual, now);
  return due === undefined ? undefined : { due, repeat: null };
}

function firstDate(said: string, language: Pick<typeof en.casual, 'parse'>, now: Date): string | undefined {
  const [found, more] = language.parse(said, now, { forwardDate: true });
  // What it understands only a part of may mean something else.
  if (!found || more || found.text.trim().length < said.length) return undefined;
  return localOf(found);
}

function localOf({ start }: ParsedResult): string {
  const date = start.date();
  const two = (value: number) => String(value).padStart(2, '0');
  const day = localToday(date);
  return start.isCertain('hour') ? `${day}T${two(date.getHours())}:${two(date.getMinutes())}` : day;
}

/** The commonest ways to say it; anything else is left to the person. */
function repeated(said: string, from: 'schedule' | 'completion', now: Date): SpokenDate | undefined {
  const [, what = '', at] = /^(.*?)(?:\s+at\s+(.+))?$/i.exec(said.toLowerCase()) ?? [];
  const time = at === undefined ? undefined : firstDate(at, en.casual, now)?.split('T')[1];
  if (at !== undefined && time === undefined) return undefined;
  const on = (day: Date, rule: string): SpokenDate => {
    const date = localToday(day);
    return { due: time ? `${date}T${time}` : date, repeat: { rule, from } };
  };
  const words = what.trim();
  if (/^(work|week)day$/.test(words)) return on(nextOf(now, [1, 2, 3, 4, 5]), 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR');
  const counted = /^(?:(\d{1,3}|other)\s+)?(day|week|month|year)s?$/.exec(words);
  if (counted) {
    const interval = counted[1] === 'other' ? 2 : Number(counted[1] ?? 1);
    if (interval < 1) return undefined;
    return on(now, `FREQ=${UNITS[counted[2]!]!}${interval > 1 ? `;INTERVAL=${interval}` : ''}`);
  }
  const named = words.split(/\s*(?:,|and)\s*/).map((word) => WEEKDAYS.indexOf(word.slice(0, 3)));
  if (named.length === 0 || named.includes(-1) || !/^[a-z, ]+$/.test(words) || /\bday\b/.test(words)) return undefined;
  const days = [...new Set(named)];
  return on(nextOf(now, days), `FREQ=WEEKLY;BYDAY=${days.map((day) => DAYS[day]).join(',')}`);
}

function nextOf(now: Date, weekdays: readonly number[]): Date {
  const day = new Date(now);
  while (!weekdays.includes(day.getDay())) day.setDate(day.getDate() + 1);
  return day;
}
