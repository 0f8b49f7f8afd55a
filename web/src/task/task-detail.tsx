import { useFragment } from '@apollo/client/react';
import { Trash2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { keyHint } from '../command/key-hint.ts';
import { ConflictNote } from '../conflict/conflict-mark.tsx';
import { EntityHistory } from '../history/entity-history.tsx';
import { Backlinks } from '../note/backlinks.tsx';
import { isCovered } from '../shell/covered.ts';
import { closeTask } from '../shell/navigation.ts';
import type { Route } from '../shell/router.ts';
import { PendingMark } from '../sync/pending-mark.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { taskDetailFragment } from './documents.ts';
import { useTaskActions } from './task-actions.ts';
import { PartOf } from './part-of.tsx';
import { PartList } from './part-list.tsx';
import { TaskFields } from './task-fields.tsx';
import { TaskText } from './task-text.tsx';
import { Tick } from './tick.tsx';

export function TaskDetail({ id, route }: { id: string; route: Route }) {
  const { data: task, complete } = useFragment({ fragment: taskDetailFragment, from: { __typename: 'Task', id } });
  const actions = useTaskActions();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // A key may have led straight to one of its fields.
    if (!isCovered() && !panel.current?.contains(document.activeElement)) panel.current?.focus({ preventScroll: true });
  }, [id]);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label="Task details"
      className="fixed inset-0 z-30 flex animate-slide-in-right flex-col overflow-y-auto bg-surface thin-scroll md:left-auto md:w-105 md:shadow-float lg:static lg:z-auto lg:w-105 lg:shrink-0 lg:border-l lg:border-line lg:shadow-none"
    >
      <div className="sticky top-0 z-10 flex items-center gap-1 bg-surface px-3 pt-[max(0.75rem,env(safe-area-inset-top))] pb-2">
        {complete && (
          <Tick
            title={task.title}
            isCompleted={task.completedAt !== null}
            priority={task.priority}
            onToggle={() => void actions.toggle(id)}
          />
        )}
        <PendingMark type="Task" id={id} />
        <div className="flex-1" />
        {complete && task.deletedAt === null && (
          <IconButton
            label="Delete"
            {...keyHint('task.remove')}
            onClick={() => {
              closeTask(route);
              void actions.remove(id);
            }}
          >
            <Trash2 className="size-4.5" />
          </IconButton>
        )}
        <IconButton label="Close" {...keyHint('task.close')} onClick={() => closeTask(route)}>
          <X className="size-5" />
        </IconButton>
      </div>
      {complete ? (
        <div key={id} className="flex-1 px-5 pb-10">
          {task.deletedAt !== null && (
            <div className="mb-4 flex items-center justify-between gap-4 rounded-md bg-notice-wash px-4 py-2.5 text-notice">
              <p>This task is in the trash.</p>
              <Button onClick={() => void actions.restore(id)}>Restore</Button>
            </div>
          )}
          <ConflictNote entity={{ type: 'Task', id }} />
          <PartOf id={id} />
          <TaskText id={id} title={task.title} description={task.description} actions={actions} />
          <TaskFields task={task} actions={actions} />
          <PartList id={id} actions={actions} />
          <Backlinks entityId={id} />
          <div data-task-field="history" tabIndex={-1} className="outline-none">
            <EntityHistory entity={{ type: 'Task', id }} />
          </div>
        </div>
      ) : (
        <Unknown />
      )}
    </aside>
  );
}

function Unknown() {
  const { caughtUp } = useObservable(useCairn().status);
  return (
    <p className="px-6 py-10 text-center text-ink-faint">
      {caughtUp ? 'There is no task at this address.' : 'This task is not on this device yet.'}
    </p>
  );
}
