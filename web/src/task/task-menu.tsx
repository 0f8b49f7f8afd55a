import { ArrowDown, ArrowUp, Check, ChevronRight, Ellipsis, Flag, FolderInput, Pencil, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useIds } from '../cairn/cairn-context.ts';
import { CommandKey } from '../command/command-key.tsx';
import { lists } from '../list/indexes.ts';
import { ListDot } from '../list/list-dot.tsx';
import { useList } from '../list/use-list.ts';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { MENU, MENU_ITEM, MENU_LINE } from '../ui/menu-styles.ts';
import { usePane } from '../ui/pane-context.ts';
import { ALL } from './indexes.ts';
import { PRIORITIES } from './priority.ts';
import type { TaskActions } from './task-actions.ts';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly listId: string | null;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onEdit: () => void;
  readonly actions: TaskActions;
  readonly canReorder: boolean;
}

export function TaskMenu({ id, title, listId, isOpen, onOpen, onEdit, actions, canReorder }: Props) {
  const pane = usePane();
  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={onOpen} modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton
          label={`More for ${title}`}
          tabIndex={-1}
          className={cx(
            'group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100',
            isOpen ? 'opacity-100' : 'opacity-0',
          )}
        >
          <Ellipsis className="size-4" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={pane}>
        <DropdownMenu.Content
          align="end"
          className={MENU}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            focusRow(id);
          }}
        >
          <DropdownMenu.Item className={MENU_ITEM} onSelect={() => setTimeout(onEdit)}>
            <Pencil aria-hidden /> Edit title <CommandKey of="task.edit" />
          </DropdownMenu.Item>
          <MoveTo id={id} listId={listId} actions={actions} />
          <SetPriority id={id} actions={actions} />
          {canReorder && (
            <>
              <div className={MENU_LINE} />
              <DropdownMenu.Item className={MENU_ITEM} onSelect={() => void actions.step(id, -1)}>
                <ArrowUp aria-hidden /> Move up <CommandKey of="task.up" />
              </DropdownMenu.Item>
              <DropdownMenu.Item className={MENU_ITEM} onSelect={() => void actions.step(id, 1)}>
                <ArrowDown aria-hidden /> Move down <CommandKey of="task.down" />
              </DropdownMenu.Item>
            </>
          )}
          <div className={MENU_LINE} />
          <DropdownMenu.Item className={cx(MENU_ITEM, 'text-danger')} onSelect={() => void actions.remove(id)}>
            <Trash2 aria-hidden /> Delete <CommandKey of="task.remove" />
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function MoveTo({ id, listId, actions }: Pick<Props, 'id' | 'listId' | 'actions'>) {
  const listIds = useIds(lists, ALL);
  const pane = usePane();
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={MENU_ITEM}>
        <FolderInput aria-hidden /> Move to <ChevronRight aria-hidden className="ml-auto" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal container={pane}>
        <DropdownMenu.SubContent className={MENU} sideOffset={4}>
          {[null, ...listIds].map((target) => (
            <DropdownMenu.CheckboxItem
              key={target ?? 'inbox'}
              checked={target === listId}
              className={MENU_ITEM}
              onSelect={() => void actions.moveToList(id, target)}
            >
              <ListName listId={target} />
              <DropdownMenu.ItemIndicator className="ml-auto pl-4">
                <Check aria-hidden />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

function ListName({ listId }: { listId: string | null }) {
  const list = useList(listId);
  return (
    <>
      <ListDot color={list?.color ?? 'slate'} />
      <span className="truncate">{listId === null ? 'Inbox' : list?.name}</span>
    </>
  );
}

function SetPriority({ id, actions }: Pick<Props, 'id' | 'actions'>) {
  const pane = usePane();
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={MENU_ITEM}>
        <Flag aria-hidden /> Priority <ChevronRight aria-hidden className="ml-auto" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal container={pane}>
        <DropdownMenu.SubContent className={MENU} sideOffset={4}>
          {PRIORITIES.map((name, priority) => (
            <DropdownMenu.Item key={name} className={MENU_ITEM} onSelect={() => void actions.prioritize(id, priority)}>
              {name}
              <CommandKey of={`task.priority-${name.toLowerCase()}`} />
            </DropdownMenu.Item>
          )).reverse()}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

function focusRow(id: string): void {
  document.querySelector<HTMLElement>(`[data-task="${id}"] [data-task-link]`)?.focus();
}
