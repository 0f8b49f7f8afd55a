import { Tag } from 'lucide-react';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { QuickAdd } from '../task/quick-add.tsx';
import { TaskList } from '../task/task-list.tsx';
import { useTagOf, useTasksWithTag } from './use-tags.ts';

/** What is to be done with one tag, whatever list it is in. */
export function TagScreen({ tagKey }: { tagKey: string }) {
  useTitle('Tag');
  const tag = useTagOf(tagKey);
  const ids = useTasksWithTag(tag);
  return (
    <ScreenFrame>
      <ScreenHeading>
        <span className="min-w-0 wrap-anywhere">{tag === undefined ? 'Tag' : `#${tag}`}</span>
      </ScreenHeading>
      <div className="-mx-2">
        <TaskList key={tagKey} label={`Tasks tagged ${tag ?? ''}`} ids={ids} />
        {ids.length === 0 && (
          <EmptyNote>
            <Tag aria-hidden strokeWidth={1.25} className="mx-auto mb-3 size-8" />
            Nothing to do with this tag.
          </EmptyNote>
        )}
        {tag !== undefined && <QuickAdd name={`tag.${tagKey}`} defaults={{ tags: [tag] }} />}
      </div>
    </ScreenFrame>
  );
}
