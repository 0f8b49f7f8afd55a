import { Sunrise } from 'lucide-react';
import { useMemo } from 'react';
import { ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { sayLongDate } from '../task/say-date.ts';
import { QuickAdd } from '../task/quick-add.tsx';
import { TaskList } from '../task/task-list.tsx';
import { EmptyScreen } from '../ui/empty-screen.tsx';
import { useToday } from '../ui/use-today.ts';
import { SectionHeading } from '../task/section-heading.tsx';
import { useTodayGroups } from './use-agenda.ts';

/** What is overdue, is due today or has begun. */
export function TodayScreen() {
  useTitle('Today');
  const day = useToday();
  const { overdue, today } = useTodayGroups();
  const hasOverdue = overdue.ids.length > 0;
  const sections = useMemo(
    () =>
      [
        {
          ...overdue,
          heading: (
            <SectionHeading tone="late" count={overdue.ids.length}>
              Overdue
            </SectionHeading>
          ),
        },
        // A heading only where there is something to tell apart.
        { ...today, day, heading: hasOverdue && <SectionHeading count={today.ids.length}>Today</SectionHeading> },
      ].filter(({ ids }) => ids.length > 0),
    [overdue, today, hasOverdue, day],
  );
  return (
    <ScreenFrame>
      <ScreenHeading>
        <span className="flex flex-wrap items-baseline gap-x-3">
          Today <span className="text-base font-normal tracking-normal text-ink-faint">{sayLongDate(day)}</span>
        </span>
      </ScreenHeading>
      <div className="-mx-2">
        <TaskList label="Tasks for today" sections={sections} showsList />
        {sections.length === 0 && (
          <EmptyScreen icon={Sunrise} title="Nothing more today">
            What is due, and what you planned to begin, comes here on its day.
          </EmptyScreen>
        )}
        <QuickAdd name="today" defaults={{ due: day }} />
      </div>
    </ScreenFrame>
  );
}
