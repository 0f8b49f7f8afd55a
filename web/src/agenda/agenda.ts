import { dayAfter } from '../task/dates.ts';
import { INBOX } from '../task/indexes.ts';

/** What of an open task decides on which day it is shown, and where in it. */
export interface Dated {
  readonly id: string;
  readonly start: string | null;
  readonly due: string | null;
  readonly priority: number;
  readonly order: string;
}

/** Ids under one heading. */
export interface Group {
  readonly key: string;
  readonly ids: readonly string[];
}

/** Every day of the week that begins tomorrow has a heading, also an empty one. */
const WEEK = 7;
/** Beyond this many days they are put together by month. */
const NEAR = 35;

const dayOf = (value: string | null) => value?.slice(0, 10);
const timeOf = (value: string | null) => value?.slice(11) ?? '';
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What is to be done now: what is overdue, the oldest first, and what is due or begins on or before this day. */
export function todayGroups(tasks: readonly Dated[], today: string): { overdue: Group; today: Group } {
  const isOverdue = ({ due }: Dated) => due !== null && dayOf(due)! < today;
  const isNow = ({ start, due }: Dated) =>
    (due !== null && dayOf(due)! <= today) || (start !== null && dayOf(start)! <= today);
  const overdue = tasks.filter(isOverdue).sort((a, b) => compare(a.due!, b.due!) || byWeight(a, b));
  const rest = tasks.filter((task) => isNow(task) && !isOverdue(task));
  return {
    overdue: { key: 'overdue', ids: idsOf(overdue) },
    today: { key: 'today', ids: idsOf(rest.sort((a, b) => byTime(a, b, today) || byWeight(a, b))) },
  };
}

/** What has a time on this day comes first, in its order. */
function byTime(a: Dated, b: Dated, day: string): number {
  const [timeA, timeB] = [timeOn(a, day), timeOn(b, day)];
  if (timeA === '' || timeB === '') return Number(timeA === '') - Number(timeB === '');
  return compare(timeA, timeB);
}

function timeOn({ start, due }: Dated, day: string): string {
  if (dayOf(start) === day && timeOf(start) !== '') return timeOf(start);
  return dayOf(due) === day ? timeOf(due) : '';
}

/** The more pressing one, else as they were put in order. */
function byWeight(a: Dated, b: Dated): number {
  return b.priority - a.priority || compare(a.order, b.order) || compare(a.id, b.id);
}

/**
 * The days to come, each task on the first of its dates that is still ahead: when it begins, or else when it is due.
 * Keys are days (`2026-11-27`) and, further away, months (`2027-01`).
 */
export function upcomingGroups(tasks: readonly Dated[], today: string): readonly Group[] {
  const days = new Map<string, Dated[]>();
  for (let distance = 1; distance <= WEEK; distance += 1) days.set(dayAfter(today, distance), []);
  const nearEnd = dayAfter(today, NEAR);
  for (const task of tasks) {
    const day = nextDay(task, today);
    if (day === undefined) continue;
    const key = day <= nearEnd ? day : day.slice(0, 7);
    const group = days.get(key);
    if (group) group.push(task);
    else days.set(key, [task]);
  }
  // A month that has begun among the near days stands after them.
  const place = (key: string) => (key.length === 7 ? `${key}-99` : key);
  return [...days]
    .sort(([a], [b]) => compare(place(a), place(b)))
    .map(([key, group]) => ({ key, ids: idsOf(group.sort((a, b) => byDay(a, b, today))) }));
}

function byDay(a: Dated, b: Dated, today: string): number {
  const day = nextDay(a, today)!;
  return compare(day, nextDay(b, today)!) || byTime(a, b, day) || byWeight(a, b);
}

/** The first day after today that the task has a date on. */
function nextDay({ start, due }: Dated, today: string): string | undefined {
  const ahead = [dayOf(start), dayOf(due)].filter((day) => day !== undefined && day > today) as string[];
  return ahead.sort()[0];
}

/**
 * What waits for no day, by list: the Inbox first, then the lists in their order.
 * @param tasks in the order in which they stand in their lists
 */
export function anytimeGroups(
  tasks: readonly { readonly id: string; readonly listId: string | null; readonly start: string | null }[],
  listIds: readonly string[],
  today: string,
): readonly Group[] {
  const groups = new Map<string, string[]>([INBOX, ...listIds].map((key) => [key, []]));
  for (const { id, listId, start } of tasks) {
    if (start === null || dayOf(start)! <= today) groups.get(listId ?? INBOX)?.push(id);
  }
  return [...groups].filter(([, ids]) => ids.length > 0).map(([key, ids]) => ({ key, ids }));
}

function idsOf(tasks: readonly Dated[]): readonly string[] {
  return tasks.map(({ id }) => id);
}
