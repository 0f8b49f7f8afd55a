import { Calendar, CircleCheck, Flag, FolderInput, Hash, RotateCcw, Trash2, X, type LucideIcon } from 'lucide-react';
import { DropdownMenu, Popover } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useCairn, useIds } from '../cairn/cairn-context.ts';
import { keyHint } from '../command/key-hint.ts';
import { useProvides } from '../command/provided.ts';
import { chooseTasks } from '../command/subjects.ts';
import { lists } from '../list/indexes.ts';
import { ListDot } from '../list/list-dot.tsx';
import { useList } from '../list/use-list.ts';
import { announce } from '../ui/announce.ts';
import { cx } from '../ui/class-names.ts';
import { MENU, MENU_ITEM, MENU_LINE } from '../ui/menu-styles.ts';
import { usePane } from '../ui/pane-context.ts';
import { useToday } from '../ui/use-today.ts';
import { useWeekStart } from '../ui/use-week-start.ts';
import { bulkActions } from './bulk-actions.ts';
import { daysToPlan } from './days-to-plan.ts';
import { sayDate } from './say-date.ts';
import { ALL } from './indexes.ts';
import { PRIORITIES } from './priority.ts';
import { TagPicker } from './tag-picker.tsx';
import { sayNumber } from '../ui/say-number.ts';

interface Props {
  /** What is chosen, at least one. */
  readonly ids: readonly string[];
  readonly onClear: () => void;
}

type Open = 'schedule' | 'move' | 'priority' | 'tag';

/** What can be done with all tasks chosen, at the lower edge, where a thumb reaches it. */
export function SelectionBar({ ids, onClear }: Props) {
  const cairn = useCairn();
  const pane = usePane();
  const actions = bulkActions(cairn);
  const [open, setOpen] = useState<Open>();
  const isDone = ids.every((id) => Boolean(cairn.screen.entity({ type: 'Task', id })?.fields.completedAt));

  useEffect(() => {
    chooseTasks(ids);
    announce(ids.length === 1 ? '1 task chosen' : `${ids.length} tasks chosen`);
    return () => chooseTasks([]);
  }, [ids]);

  /** What was done with them is done: they are let go, unless it was refused. */
  async function done(work: Promise<boolean>): Promise<void> {
    setOpen(undefined);
    if (await work) onClear();
  }
  const toggle = () => void done(isDone ? actions.reopen(ids) : actions.complete(ids));
  const remove = () => void done(actions.remove(ids));

  useProvides({
    'task.toggle': toggle,
    'task.remove': remove,
    'task.due': () => setOpen('schedule'),
    'task.start': () => setOpen('schedule'),
    'task.someday': () => void done(actions.planSomeday(ids)),
    'task.move': () => setOpen('move'),
    'task.tag': () => setOpen('tag'),
    'task.close': onClear,
    ...Object.fromEntries(
      PRIORITIES.map((name, priority) => [
        `task.priority-${name.toLowerCase()}`,
        () => void done(actions.prioritize(ids, priority, name)),
      ]),
    ),
  });

  const menu = (which: Open) => ({ isOpen: open === which, onOpen: (to: boolean) => setOpen(to ? which : undefined) });
  return createPortal(
    <div className="sticky bottom-0 z-20 flex justify-center px-2 pt-2 pb-[max(1rem,env(safe-area-inset-bottom))]">
      <div
        role="toolbar"
        aria-label="Chosen tasks"
        data-selection-bar
        className="flex max-w-full animate-float-in items-center gap-0.5 rounded-lg bg-raised p-1 text-sm shadow-float"
      >
        <Act icon={X} name="Let go" command="task.close" onClick={onClear} isIcon />
        <span className="pr-2 font-medium whitespace-nowrap tabular-nums">
          {sayNumber(ids.length)} <span className="max-sm:sr-only">chosen</span>
        </span>
        <Act
          icon={isDone ? RotateCcw : CircleCheck}
          name={isDone ? 'Reopen' : 'Complete'}
          command="task.toggle"
          onClick={toggle}
        />
        <Menu icon={Calendar} name="Schedule" command="task.due" {...menu('schedule')}>
          <Days onPlan={(day, today) => void done(actions.planFor(ids, day, today))} />
          <div className={MENU_LINE} />
          <Item onSelect={() => void done(actions.planSomeday(ids))}>Someday</Item>
          <Item onSelect={() => void done(actions.planNone(ids))}>No date</Item>
        </Menu>
        <Menu icon={FolderInput} name="Move" command="task.move" {...menu('move')}>
          <Places onMove={(listId, name) => void done(actions.moveToList(ids, listId, name))} />
        </Menu>
        <Popover.Root open={open === 'tag'} onOpenChange={menu('tag').onOpen}>
          <Popover.Trigger asChild>
            <Act icon={Hash} name="Tag" command="task.tag" />
          </Popover.Trigger>
          <Popover.Portal container={pane}>
            <Popover.Content side="top" align="center" sideOffset={8} className={MENU} aria-label="Tags">
              <TagPicker
                ids={ids}
                onTag={(tag) => void done(actions.tag(ids, tag))}
                onUntag={(tag) => void done(actions.untag(ids, tag))}
              />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
        <Menu icon={Flag} name="Priority" command="task.priority-high" {...menu('priority')}>
          {PRIORITIES.map((name, priority) => (
            <Item key={name} onSelect={() => void done(actions.prioritize(ids, priority, name))}>
              {name}
            </Item>
          )).reverse()}
        </Menu>
        <Act icon={Trash2} name="Delete" command="task.remove" onClick={remove} className="text-danger" isIcon />
      </div>
    </div>,
    pane,
  );
}

interface ActProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly command: string;
  readonly onClick?: () => void;
  readonly className?: string;
  readonly isIcon?: boolean;
}

/** Its name beside it where there is room. */
function Act({ icon: Icon, name, command, isIcon = false, className, ...rest }: ActProps) {
  const { hint, ...keys } = keyHint(command);
  return (
    <button
      type="button"
      aria-label={name}
      title={`${name} (${hint})`}
      {...keys}
      {...rest}
      className={cx(
        'flex min-h-target min-w-[min(var(--target),10.5vw)] items-center justify-center gap-2 rounded-md px-2 whitespace-nowrap transition-colors hover:bg-hover active:bg-pressed data-[state=open]:bg-hover',
        className,
      )}
    >
      <Icon aria-hidden className="size-4.5 shrink-0" />
      {!isIcon && <span className="max-md:hidden">{name}</span>}
    </button>
  );
}

interface MenuProps extends ActProps {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

function Menu({ isOpen, onOpen, children, ...act }: MenuProps) {
  const pane = usePane();
  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={onOpen} modal={false}>
      <DropdownMenu.Trigger asChild>
        <Act {...act} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={pane}>
        <DropdownMenu.Content side="top" align="center" sideOffset={8} className={MENU}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item className={MENU_ITEM} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

function Days({ onPlan }: { onPlan: (day: string, today: string) => void }) {
  const today = useToday();
  const weekStart = useWeekStart();
  return daysToPlan(today, weekStart).map(({ name, day }) => (
    <Item key={name} onSelect={() => onPlan(day, today)}>
      {name}
      <span className="ml-auto pl-6 text-xs text-ink-faint">{sayDate(day, today).text}</span>
    </Item>
  ));
}

function Places({ onMove }: { onMove: (listId: string | null, name: string) => void }) {
  const listIds = useIds(lists, ALL);
  return [null, ...listIds].map((listId) => <Place key={listId ?? 'inbox'} listId={listId} onMove={onMove} />);
}

function Place({ listId, onMove }: { listId: string | null; onMove: (listId: string | null, name: string) => void }) {
  const list = useList(listId);
  const name = listId === null ? 'Inbox' : (list?.name ?? '');
  return (
    <Item onSelect={() => onMove(listId, name)}>
      <ListDot color={list?.color ?? 'slate'} />
      <span className="truncate">{name}</span>
    </Item>
  );
}
