import { useMemo, type ReactNode } from 'react';
import type { CaptureFields } from '../capture/capture.ts';
import { ListTitle } from '../list/list-title.tsx';
import { ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { INBOX } from '../task/indexes.ts';
import { SectionHeading } from '../task/section-heading.tsx';
import { QuickAdd } from '../task/quick-add.tsx';
import { TaskList } from '../task/task-list.tsx';
import type { Group } from './agenda.ts';

interface Props {
  readonly title: string;
  readonly label: string;
  /** Keys are ids of lists, or `INBOX`. */
  readonly groups: readonly Group[];
  /** What a task takes along that is added here. */
  readonly defaults: CaptureFields;
  /** Shown when there is nothing. */
  readonly empty: ReactNode;
}

/** A screen of tasks from every list, list by list. */
export function TasksByList({ title, label, groups, defaults, empty }: Props) {
  useTitle(title);
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
      <ScreenHeading>{title}</ScreenHeading>
      <div className="-mx-2">
        <TaskList label={label} sections={sections} />
        {sections.length === 0 && empty}
        <QuickAdd name={title.toLowerCase()} defaults={defaults} />
      </div>
    </ScreenFrame>
  );
}
