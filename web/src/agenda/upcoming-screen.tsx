import { CalendarDays } from 'lucide-react';
import { useMemo } from 'react';
import { ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { sayDayHeading } from '../task/say-date.ts';
import { SectionHeading } from '../task/section-heading.tsx';
import { TaskList } from '../task/task-list.tsx';
import { EmptyScreen } from '../ui/empty-screen.tsx';
import { useToday } from '../ui/use-today.ts';
import { useUpcomingGroups } from './use-agenda.ts';

/** The days to come. */
export function UpcomingScreen() {
  useTitle('Upcoming');
  const today = useToday();
  const groups = useUpcomingGroups();
  const sections = useMemo(
    () =>
      groups.map((group) => {
        const { name, date } = sayDayHeading(group.key, today);
        return {
          ...group,
          ...(date === undefined ? {} : { day: group.key }),
          heading: (
            <SectionHeading
              aside={date}
              isQuiet={group.ids.length === 0}
              takes={date === undefined ? undefined : { to: 'day', day: group.key }}
            >
              {name}
            </SectionHeading>
          ),
        };
      }),
    [groups, today],
  );
  const isEmpty = groups.every(({ ids }) => ids.length === 0);
  return (
    <ScreenFrame>
      <ScreenHeading>Upcoming</ScreenHeading>
      <div className="-mx-2 pb-12">
        {isEmpty ? (
          <EmptyScreen icon={CalendarDays} title="The days ahead are free">
            Give a task a date, and it stands here until its day comes.
          </EmptyScreen>
        ) : (
          <TaskList label="Tasks of the days to come" sections={sections} showsList />
        )}
      </div>
    </ScreenFrame>
  );
}
