import { LIST_NAME_LIMIT } from '@cairn/domain';
import { Plus } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useIds } from '../cairn/cairn-context.ts';
import { ConflictMark } from '../conflict/conflict-mark.tsx';
import { useKeyHint } from '../command/use-key-hint.ts';
import { SidebarItem } from '../shell/sidebar-item.tsx';
import { openTasks } from '../task/indexes.ts';
import { IconButton } from '../ui/button.tsx';
import { lists } from './indexes.ts';
import { useListActions, type ListActions } from './list-actions.ts';
import { ListDot } from './list-dot.tsx';
import { useList } from './use-list.ts';

export function SidebarLists({ current }: { current: string | undefined }) {
  const ids = useIds(lists, 'all');
  const actions = useListActions();
  const hint = useKeyHint('list.new');
  const [isAdding, setAdding] = useState(false);
  return (
    <section aria-labelledby="sidebar-lists" className="mt-6">
      <div className="flex items-center justify-between pr-1 pl-3">
        <h2 id="sidebar-lists" className="text-xs font-medium text-ink-faint">
          Lists
        </h2>
        <IconButton label="Add a list" {...hint} data-add-list onClick={() => setAdding(true)}>
          <Plus className="size-4" />
        </IconButton>
      </div>
      <ul>
        {ids.map((id) => (
          <ListLink key={id} id={id} isCurrent={id === current} />
        ))}
      </ul>
      {isAdding && <AddList actions={actions} onEnd={() => setAdding(false)} />}
    </section>
  );
}

function ListLink({ id, isCurrent }: { id: string; isCurrent: boolean }) {
  const list = useList(id);
  const count = useIds(openTasks, id).length;
  if (!list) return null;
  return (
    <li data-list={id}>
      <SidebarItem
        screen={{ name: 'list', listId: id }}
        isCurrent={isCurrent}
        count={count}
        takes={{ to: 'list', listId: id }}
      >
        <span className="grid w-4.5 place-items-center">
          <ListDot color={list.color} />
        </span>
        <span className="truncate">{list.name}</span>
        <ConflictMark entity={{ type: 'List', id }} />
      </SidebarItem>
    </li>
  );
}

function AddList({ actions, onEnd }: { actions: ListActions; onEnd: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const name = input.current?.value.trim() ?? '';
    if (event.key === 'Enter' && name !== '') void actions.create(name);
    if (event.key === 'Enter' || event.key === 'Escape') onEnd();
  }
  return (
    <input
      autoComplete="off"
      ref={input}
      aria-label="Name of the new list"
      placeholder="New list"
      maxLength={LIST_NAME_LIMIT}
      onKeyDown={onKeyDown}
      onBlur={(event) => event.target.value.trim() === '' && onEnd()}
      className="mt-0.5 min-h-target w-full rounded-md border border-accent bg-surface px-3 outline-none"
    />
  );
}
