import { Layers } from 'lucide-react';
import { useMemo } from 'react';
import { ListTitle } from '../list/list-title.tsx';
import { ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { SectionHeading } from '../task/section-heading.tsx';
import { TaskList } from '../task/task-list.tsx';
import { EmptyScreen } from '../ui/empty-screen.tsx';
import { INBOX } from '../task/indexes.ts';
import { useAnytimeGroups } from './use-agenda.ts';

/** Everything that can be done now, whatever list it is in. */
export function AnytimeScreen() {
  useTitle('Anytime');
  const groups = useAnytimeGroups();
  const sections = useMemo(
    () =>
      groups.map((group) => ({
        ...group,
        heading: (
          <SectionHeading count={group.ids.length}>
            <ListTitle listId={group.key === INBOX ? null : group.key} />
          </SectionHeading>
        ),
      })),
    [groups],
  );
  return (
    <ScreenFrame>
      <ScreenHeading>Anytime</ScreenHeading>
      <div className="-mx-2 pb-12">
        <TaskList label="Tasks for any time" sections={sections} />
        {sections.length === 0 && (
          <EmptyScreen icon={Layers} title="Nothing open">
            Everything that waits for no particular day is here, list by list.
          </EmptyScreen>
        )}
      </div>
    </ScreenFrame>
  );
}
