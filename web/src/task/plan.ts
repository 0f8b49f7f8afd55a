import { joinLocal, splitLocal } from './dates.ts';

/** The dates of a task, as the domain keeps them. */
export interface Plan {
  readonly start: string | null;
  readonly due: string | null;
  readonly someday: boolean;
}

/**
 * What to change so that a task comes up on a day. A due date that is later is a promise and stays: the task begins on
 * that day. One that is earlier moves along, at its time of day.
 */
export function planFor({ start, due, someday }: Plan, day: string): Partial<Plan> {
  const dueDay = due === null ? undefined : splitLocal(due).date;
  const startDay = start === null ? undefined : splitLocal(start).date;
  const awake = someday ? { someday: false } : {};
  if (dueDay === undefined) return startDay === undefined ? { due: day, ...awake } : moved('start', start!, day, awake);
  if (dueDay > day) return { ...(startDay === day ? {} : { start: day }), ...awake };
  // It would begin after it was due.
  const late = startDay !== undefined && startDay > day ? { start: null } : {};
  return { ...moved('due', due!, day, awake), ...late };
}

function moved(field: 'start' | 'due', value: string, day: string, rest: Partial<Plan>): Partial<Plan> {
  const { date, time } = splitLocal(value);
  return date === day ? rest : { [field]: joinLocal(day, time)!, ...rest };
}

/** Put off without a date. A due date is a promise and stays. */
export function planSomeday({ start, someday }: Plan): Partial<Plan> {
  return { ...(start === null ? {} : { start: null }), ...(someday ? {} : { someday: true }) };
}

/** It waits for no day to begin. A due date is a promise and stays. */
export function planAnytime({ start, someday }: Plan): Partial<Plan> {
  return { ...(start === null ? {} : { start: null }), ...(someday ? { someday: false } : {}) };
}

/** No dates at all, and not put off. */
export function planNone({ start, due, someday }: Plan): Partial<Plan> {
  return {
    ...(start === null ? {} : { start: null }),
    ...(due === null ? {} : { due: null }),
    ...(someday ? { someday: false } : {}),
  };
}
