import { useObservable } from '../cairn/use-observable.ts';
import { calendar } from '../ui/calendar.ts';
import { useQuery } from '@apollo/client/react';
import { sayDate } from '../task/say-date.ts';
import { useToday } from '../ui/use-today.ts';
import { lastDays } from './days.ts';
import { activityDaysDocument } from './documents.ts';
import { sayNumber } from '../ui/say-number.ts';

const DAYS = 30;

/** How much happened on each of the last days. */
export function DayBars() {
  const today = useToday();
  const { timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useObservable(calendar);
  const { data } = useQuery(activityDaysDocument, { variables: { days: DAYS, timeZone }, fetchPolicy: 'no-cache' });
  const days = lastDays(today, DAYS, data?.activityDays ?? []);
  const most = Math.max(1, ...days.map(({ events }) => events));
  const total = days.reduce((sum, { events }) => sum + events, 0);
  const say = (count: number) => `${sayNumber(count)} ${count === 1 ? 'change' : 'changes'}`;
  return (
    <figure className="mb-8">
      <div aria-hidden className="flex h-16 items-end gap-0.75 border-b border-line">
        {days.map(({ day, events }) => (
          <span
            key={day}
            title={`${sayDate(day, today).text}: ${say(events)}`}
            className="flex h-full min-w-0 flex-1 items-end rounded-t-sm hover:bg-hover"
          >
            <span
              className="w-full rounded-t-sm bg-accent/75"
              style={{ height: events === 0 ? 0 : `max(3px, ${(events / most) * 100}%)` }}
            />
          </span>
        ))}
      </div>
      <figcaption className="mt-1.5 text-sm text-ink-faint">
        {data ? `${say(total)} in the last ${DAYS} days` : ' '}
      </figcaption>
    </figure>
  );
}
