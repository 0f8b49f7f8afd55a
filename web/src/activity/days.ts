import { localToday } from '../task/dates.ts';

export interface Day {
  /** Local date, `2026-11-20`. */
  readonly day: string;
  readonly events: number;
}

/** The last `count` days up to today, the oldest first, also those on which nothing happened. */
export function lastDays(today: string, count: number, known: readonly Day[]): Day[] {
  const events = new Map(known.map(({ day, events }) => [day, events]));
  const end = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(end - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return { day, events: events.get(day) ?? 0 };
  });
}

/** Events under the local day they happened on, in the order given. */
export function byDay<Event extends { readonly at: string }>(
  events: readonly Event[],
): readonly { readonly day: string; readonly events: readonly Event[] }[] {
  const days: { day: string; events: Event[] }[] = [];
  for (const event of events) {
    const day = localToday(new Date(event.at));
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event] });
  }
  return days;
}
