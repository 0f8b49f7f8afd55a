import { useObservable } from '../cairn/use-observable.ts';
import { calendar, type Calendar } from './calendar.ts';

/** The first day of the week where the reader lives; 0 is Sunday. */
function localWeekStart(): number {
  const locale = new Intl.Locale(new Intl.DateTimeFormat().resolvedOptions().locale) as Intl.Locale & {
    getWeekInfo?(): { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return (locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 }).firstDay % 7;
}

let known: number | undefined;

/** As the account has chosen, or as where the reader lives. */
export function weekStartOf({ weekStart }: Calendar): number {
  return weekStart ?? (known ??= localWeekStart());
}

export function useWeekStart(): number {
  return weekStartOf(useObservable(calendar));
}
