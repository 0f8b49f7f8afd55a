import type { Repeat } from '@cairn/domain';
import { useFragment } from '@apollo/client/react';
import { AlignLeft, Ellipsis, Moon } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import { ConflictMark } from '../conflict/conflict-mark.tsx';
import { ListDot } from '../list/list-dot.tsx';
import { useList } from '../list/use-list.ts';
import { Link } from '../shell/link.tsx';
import { cx } from '../ui/class-names.ts';
import { IconButton } from '../ui/button.tsx';
import { InlineEdit } from '../ui/inline-edit.tsx';
import { part } from '../ui/part.tsx';
import { PendingMark } from '../sync/pending-mark.tsx';
import { taskRowFragment } from './documents.ts';
import { DueText } from './due-text.tsx';
import { useLingers } from './lingering.ts';
import { PRIORITIES } from './priority.ts';
import type { TaskActions } from './task-actions.ts';
import { useTaskDrag, useTaskSwipe } from './task-drag.ts';
import { PartCount, PlanMarks } from './row-marks.tsx';
import { PHONE, TOUCH, useMedia } from '../ui/use-media.ts';
import { CHOSEN_NOTE, useChoosing } from './use-choosing.ts';
import { Tick } from './tick.tsx';

const TaskMenu = part(() => import('./task-menu.tsx').then((module) => module.TaskMenu));

export interface TaskRowProps {
  readonly id: string;
  readonly href: string;
  readonly actions: TaskActions;
  readonly isSelected: boolean;
  /** The one row of its list that the tab key reaches. */
  readonly isCurrent: boolean;
  readonly canReorder: boolean;
  readonly showsList: boolean;
  /** The day that it stands under. */
  readonly day: string | undefined;
  readonly isChosen: boolean;
  /** Some row of its list is chosen. */
  readonly isChoosing: boolean;
  readonly onChoose: (id: string, how: Choosing) => void;
  /** Ids of what goes along when this row is dragged. */
  readonly dragged: (id: string) => readonly string[];
  readonly mode: RowMode;
  readonly onMode: (id: string, mode: RowMode) => void;
  readonly onFocus: (id: string) => void;
}

/** A row is chosen beside others, all up to it, or nothing is chosen any more. */
export type Choosing = 'alone' | 'stretch' | 'none';

export type RowMode = 'rest' | 'editing' | 'menu';

export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { id, href, actions, isSelected, isCurrent, canReorder, showsList, day, mode, onMode, onFocus } = props;
  const { isChosen, isChoosing, onChoose, dragged } = props;
  const { data: task, complete } = useFragment({ fragment: taskRowFragment, from: { __typename: 'Task', id } });
  const isLingering = useLingers(id);
  const row = useRef<HTMLDivElement>(null);
  const [hadMenu, setHadMenu] = useState(false);
  if (mode === 'menu' && !hadMenu) setHadMenu(true);
  const isTouch = useMedia(TOUCH);
  const isPhone = useMedia(PHONE);
  const { edge, isDragging } = useTaskDrag(row, {
    id,
    dragged,
    // A long touch chooses; what is chosen can be dragged.
    canDrag: mode === 'rest' && (!isTouch || isChosen),
    canReorder,
  });
  const press = useChoosing({ id, isTouch, isChoosing, isEnabled: mode === 'rest', onChoose });
  useTaskSwipe(row, {
    isEnabled: complete && isTouch && !isChoosing && mode === 'rest',
    completeLabel: task.completedAt ? 'Reopen' : 'Complete',
    onAct(act) {
      if (act === 'complete') void actions.toggle(id);
      else if (act === 'remove') void actions.remove(id);
      else onMode(id, 'menu');
    },
  });
  if (!complete) return <div className="h-row" />;

  const isCompleted = task.completedAt !== null;
  const priority = task.priority > 0 && <span className="sr-only">, {PRIORITIES[task.priority]} priority</span>;
  const tabIndex = isCurrent ? 0 : -1;
  const place = (
    <>
      {task.tags.length > 0 && <RowTags tags={task.tags} />}
      {showsList && task.listId !== null && <RowList listId={task.listId} />}
    </>
  );

  return (
    <div
      ref={row}
      data-task={id}
      data-selected={isSelected || undefined}
      data-just-completed={isLingering || undefined}
      data-chosen={isChosen || undefined}
      onFocus={() => onFocus(id)}
      {...press}
      className={cx(
        'group relative flex min-h-row items-center gap-1 rounded-md pr-1 transition-colors',
        'has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent',
        isChosen ? 'bg-accent-wash ring-1 ring-accent/40' : isSelected ? 'bg-accent-wash' : 'hover:bg-hover',
        isDragging && 'opacity-40',
      )}
    >
      <Tick
        title={task.title}
        isCompleted={isCompleted}
        priority={task.priority}
        tabIndex={tabIndex}
        onToggle={() => void actions.toggle(id)}
      />
      {mode === 'editing' ? (
        <InlineEdit
          label="Title"
          value={task.title}
          maxLength={500}
          onSave={(title) => actions.retitle(id, title)}
          onEnd={() => onMode(id, 'rest')}
        />
      ) : (
        <Link
          href={href}
          draggable={false}
          data-task-link
          tabIndex={tabIndex}
          aria-current={isSelected ? 'true' : undefined}
          aria-describedby={isChosen ? CHOSEN_NOTE : undefined}
          className="flex min-w-0 flex-1 items-center gap-2 self-stretch py-2 outline-none"
        >
          <span className="min-w-0">
            <span
              className={cx(
                'line-clamp-2 wrap-anywhere transition-colors',
                isCompleted && 'text-ink-faint line-through decoration-line-strong',
              )}
            >
              {task.title}
              {priority}
            </span>
            {isPhone && <span className="flex gap-2.5 text-xs">{place}</span>}
          </span>
          {task.description !== '' && (
            <AlignLeft role="img" aria-label="has a description" className="size-3.5 shrink-0 text-ink-faint" />
          )}
          <span className="ml-auto flex shrink-0 items-center gap-2 pl-2">
            <PartCount id={id} />
            <PlanMarks repeat={task.repeat as Repeat | null} remindAt={isCompleted ? null : task.remindAt} />
            {!isPhone && <span className="contents text-sm">{place}</span>}
            {task.someday && task.start === null && (
              <Moon role="img" aria-label="some day" className="size-3.5 shrink-0 text-ink-faint" />
            )}
            {task.due !== null && !isCompleted && <DueText due={task.due} under={day} />}
            <ConflictMark entity={{ type: 'Task', id }} />
            <PendingMark type="Task" id={id} />
          </span>
        </Link>
      )}
      {hadMenu ? (
        <TaskMenu
          id={id}
          title={task.title}
          listId={task.listId}
          isOpen={mode === 'menu'}
          onOpen={(isOpen) => onMode(id, isOpen ? 'menu' : 'rest')}
          onEdit={() => onMode(id, 'editing')}
          actions={actions}
          canReorder={canReorder}
        />
      ) : (
        <IconButton
          label={`More for ${task.title}`}
          aria-haspopup="menu"
          tabIndex={-1}
          onClick={() => onMode(id, 'menu')}
          className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <Ellipsis className="size-4" />
        </IconButton>
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
    </div>
  );
});

/** The list a row is in, where rows of several stand together. */
function RowList({ listId }: { listId: string }) {
  const list = useList(listId);
  if (!list) return null;
  return (
    <span className="flex max-w-36 min-w-0 items-center gap-1.5 text-ink-faint">
      <span className="sr-only">, in </span>
      <ListDot color={list.color} className="size-2" />
      <span className="truncate">{list.name}</span>
    </span>
  );
}

/** Quiet, and no more than fit beside a title. */
function RowTags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="max-w-40 min-w-0 truncate text-ink-faint">
      <span className="sr-only">, tagged </span>
      {tags.map((tag) => `#${tag}`).join(' ')}
    </span>
  );
}
