import { Refusal } from '../core/refusal.ts';
import { choice, object, text, type Shape, type ShapeOf } from '../core/shape.ts';
import { dateOf, dayOf, shift } from './calendar.ts';
import { nextOccurrence } from './next-occurrence.ts';
import { parseRule, RULE_LIMIT } from './recurrence-rule.ts';

/** Whether the next round is counted from when this one was planned, or from when it was done. */
export const REPEATS_FROM = ['schedule', 'completion'] as const;

const ruleText = text({ min: 1, max: RULE_LIMIT });

const rule: Shape<string> = {
  check(value, path) {
    const given = ruleText.check(value, path);
    if (!parseRule(given)) {
      throw new Refusal('VALUE_INVALID', `${path} must be a rule like FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH`, path);
    }
    return given;
  },
};

/** How a task comes again; `rule` as `parseRule` reads it. */
export const repeatShape = object({ rule, from: choice(REPEATS_FROM) });
export type Repeat = ShapeOf<typeof repeatShape>;

/** When something is planned: local dates, or local times. */
export interface Plan {
  readonly start: string | null;
  readonly due: string | null;
  readonly remindAt: string | null;
}

/** The plan of the next round, and how many days later it is. */
export interface NextRound extends Plan {
  readonly days: number;
}

/**
 * When a repeating task comes again. All dates move by the same number of days and keep their time of day: due, else
 * start, else the reminder goes to the next day of the rule; without any the next round starts on that day. Counted from
 * the schedule, days that have passed by `completedOn` are left out. Undefined beyond the year 9999.
 * @param completedOn local date
 */
export function nextRound(repeat: Repeat, plan: Plan, completedOn: string): NextRound | undefined {
  const parsed = parseRule(repeat.rule);
  if (!parsed) return undefined;
  const anchor = plan.due ?? plan.start ?? plan.remindAt;
  const done = dayOf(completedOn);
  const planned = anchor === null ? done : dayOf(anchor);
  const next =
    repeat.from === 'schedule'
      ? nextOccurrence(parsed, planned, Math.max(planned, done))
      : nextOccurrence(parsed, done, done);
  if (next === undefined) return undefined;
  const days = next - planned;
  if (anchor === null) return { start: dateOf(next), due: null, remindAt: null, days };
  return { ...shiftPlan(plan, days), days };
}

export function shiftPlan({ start, due, remindAt }: Plan, days: number): Plan {
  const move = (date: string | null) => (date === null ? null : shift(date, days));
  return { start: move(start), due: move(due), remindAt: move(remindAt) };
}
