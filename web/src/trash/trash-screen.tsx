import { useFragment } from '@apollo/client/react';
import { Trash2 } from 'lucide-react';
import { useIds } from '../cairn/cairn-context.ts';
import { trashedLists } from '../list/indexes.ts';
import { useListActions } from '../list/list-actions.ts';
import { ListDot } from '../list/list-dot.tsx';
import { useList } from '../list/use-list.ts';
import { trashedNotes } from '../note/indexes.ts';
import { TrashedNotes } from '../note/trashed-notes.tsx';
import { Link } from '../shell/link.tsx';
import { pathOf } from '../shell/router.ts';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { taskRowFragment } from '../task/documents.ts';
import { ALL, trashedTasks } from '../task/indexes.ts';
import { useTaskActions, type TaskActions } from '../task/task-actions.ts';
import { Button } from '../ui/button.tsx';
import { VirtualRows } from '../ui/virtual-rows.tsx';
import { EditedNote } from './edited-note.tsx';

/** Deleted things wait here, whole. */
export function TrashScreen() {
  useTitle('Trash');
  const listIds = useIds(trashedLists, ALL);
  const taskIds = useIds(trashedTasks, ALL);
  const noteIds = useIds(trashedNotes, ALL);
  const tasks = useTaskActions();
  return (
    <ScreenFrame>
      <ScreenHeading>Trash</ScreenHeading>
      {listIds.length + taskIds.length + noteIds.length === 0 && (
        <EmptyNote>
          <Trash2 aria-hidden strokeWidth={1.25} className="mx-auto mb-3 size-8" />
          The trash is empty. What you delete waits here, and comes back whole.
        </EmptyNote>
      )}
      {listIds.length > 0 && (
        <section className="mb-8">
          <h2 className="mb-1 text-sm font-medium text-ink-faint">Lists</h2>
          <ul>
            {listIds.map((id) => (
              <TrashedList key={id} id={id} />
            ))}
          </ul>
        </section>
      )}
      {noteIds.length > 0 && <TrashedNotes ids={noteIds} />}
      {taskIds.length > 0 && (
        <section className="pb-12">
          <h2 className="mb-1 text-sm font-medium text-ink-faint">Tasks</h2>
          <VirtualRows label="Deleted tasks" ids={taskIds} estimate={52}>
            {(id) => <TrashedTask id={id} actions={tasks} />}
          </VirtualRows>
        </section>
      )}
    </ScreenFrame>
  );
}

const ROW = 'flex min-h-[52px] items-center gap-3 border-b border-line';

function TrashedList({ id }: { id: string }) {
  const list = useList(id);
  const actions = useListActions();
  if (!list) return null;
  return (
    <li className={ROW}>
      <ListDot color={list.color} />
      <Link href={pathOf({ name: 'list', listId: id })} className="min-w-0 flex-1 rounded-sm py-1">
        <span className="block truncate">{list.name}</span>
        <EditedNote entity={{ type: 'List', id }} />
      </Link>
      <Button aria-label={`Restore ${list.name}`} onClick={() => void actions.restore(id)}>
        Restore
      </Button>
    </li>
  );
}

function TrashedTask({ id, actions }: { id: string; actions: TaskActions }) {
  const { data: task, complete } = useFragment({ fragment: taskRowFragment, from: { __typename: 'Task', id } });
  const list = useList((complete && task.listId) || null);
  if (!complete) return null;
  return (
    <div className={ROW} data-task={id}>
      <Link href={pathOf({ name: 'trash' }, id)} data-task-link className="min-w-0 flex-1 rounded-sm py-1">
        <span className="block truncate">{task.title}</span>
        {list && (
          <span className="block truncate text-sm text-ink-faint">
            {list.name}
            {list.isDeleted && ', in the trash too'}
          </span>
        )}
        <EditedNote entity={{ type: 'Task', id }} />
      </Link>
      <Button aria-label={`Restore ${task.title}`} onClick={() => void actions.restore(id)}>
        Restore
      </Button>
    </div>
  );
}
