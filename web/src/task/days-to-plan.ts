import { dayAfter, weekdayOf } from './dates.ts';

export interface NamedDay {
  readonly name: string;
  readonly day: string;
}

/** The days that people put things on, by name. `weekStart`: 0 is Sunday. */
export function daysToPlan(today: string, weekStart: number): readonly NamedDay[] {
  const next = (weekday: number) => dayAfter(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
  return [
    { name: 'Today', day: today },
    { name: 'Tomorrow', day: dayAfter(today, 1) },
    { name: 'This weekend', day: weekdayOf(today) === 6 ? today : next(6) },
    { name: 'Next week', day: next(weekStart) },
  ];
}
