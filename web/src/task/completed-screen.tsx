import { useIds } from '../cairn/cairn-context.ts';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { ALL, completedEverywhere } from './indexes.ts';
import { TaskList } from './task-list.tsx';

export function CompletedScreen() {
  useTitle('Completed');
  const ids = useIds(completedEverywhere, ALL);
  return (
    <ScreenFrame>
      <ScreenHeading>Completed</ScreenHeading>
      <div className="-mx-2 pb-12">
        <TaskList label="Completed tasks" ids={ids} />
      </div>
      {ids.length === 0 && <EmptyNote>Nothing yet. What you complete in any list gathers here.</EmptyNote>}
    </ScreenFrame>
  );
}
