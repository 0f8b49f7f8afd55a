import { useFragment } from '@apollo/client/react';
import type { Repeat } from '@cairn/domain';
import { ChevronRight } from 'lucide-react';
import { useRef } from 'react';
import { Link } from '../shell/link.tsx';
import { useRoute } from '../shell/navigation.ts';
import { pathOf } from '../shell/router.ts';
import { PendingMark } from '../sync/pending-mark.tsx';
import { cx } from '../ui/class-names.ts';
import { InlineEdit } from '../ui/inline-edit.tsx';
import { taskRowFragment } from './documents.ts';
import { DueText } from './due-text.tsx';
import type { ShownPart } from './part-tree.ts';
import { PlanMarks } from './row-marks.tsx';
import type { TaskActions } from './task-actions.ts';
import { useTaskDrag } from './task-drag.ts';
import { Tick } from './tick.tsx';

const INDENT = 1.25;

interface Props extends ShownPart {
  readonly isClosed: boolean;
  readonly isCurrent: boolean;
  readonly isEditing: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onFocus: () => void;
  readonly onEndEdit: () => void;
  readonly actions: TaskActions;
}

const alone = (id: string) => [id];

export function PartRow({ id, depth, hasParts, isClosed, isCurrent, isEditing, actions, ...on }: Props) {
  const { screen } = useRoute();
  const { data: task, complete } = useFragment({ fragment: taskRowFragment, from: { __typename: 'Task', id } });
  const row = useRef<HTMLLIElement>(null);
  const { edge, isDragging } = useTaskDrag(row, { id, dragged: alone, canDrag: !isEditing, canReorder: true });
  const tabIndex = isCurrent ? 0 : -1;
  const isCompleted = complete && task.completedAt !== null;
  return (
    <li
      ref={row}
      data-part={id}
      onFocus={on.onFocus}
      style={{ paddingLeft: `${depth * INDENT}rem` }}
      className={cx(
        'group relative flex min-h-row items-center gap-1 rounded-md pr-1 transition-colors hover:bg-hover',
        'has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent',
        isDragging && 'opacity-40',
      )}
    >
      {complete && (
        <>
          <Tick
            title={task.title}
            isCompleted={isCompleted}
            priority={task.priority}
            tabIndex={tabIndex}
            onToggle={() => void actions.toggle(id)}
          />
          {isEditing ? (
            <InlineEdit
              label="Title"
              value={task.title}
              maxLength={500}
              onSave={(title) => actions.retitle(id, title)}
              onEnd={on.onEndEdit}
            />
          ) : (
            <Link
              href={pathOf(screen, id)}
              draggable={false}
              tabIndex={tabIndex}
              className="flex min-w-0 flex-1 items-center gap-2 self-stretch py-2 outline-none"
            >
              <span
                className={cx(
                  'min-w-0 wrap-anywhere',
                  isCompleted && 'text-ink-faint line-through decoration-line-strong',
                )}
              >
                {task.title}
              </span>
              <span className="ml-auto flex shrink-0 items-center gap-2 pl-2">
                <PlanMarks repeat={task.repeat as Repeat | null} remindAt={isCompleted ? null : task.remindAt} />
                {task.due !== null && !isCompleted && <DueText due={task.due} />}
                <PendingMark type="Task" id={id} />
              </span>
            </Link>
          )}
          {hasParts && (
            <button
              type="button"
              tabIndex={tabIndex}
              aria-expanded={!isClosed}
              aria-label={`Subtasks of ${task.title}`}
              onClick={() => on.onOpen(isClosed)}
              className="grid size-target shrink-0 place-items-center rounded-md text-ink-faint hover:bg-pressed"
            >
              <ChevronRight aria-hidden className={cx('size-4 transition-transform', !isClosed && 'rotate-90')} />
            </button>
          )}
        </>
      )}
      {edge && (
        <div
          aria-hidden
          className={cx(
            'pointer-events-none absolute inset-x-2 h-0.5 rounded-full bg-accent',
            edge === 'top' ? '-top-px' : '-bottom-px',
          )}
        />
      )}
    </li>
  );
}
