import { TASK_TITLE_LIMIT } from '@cairn/domain';
import { Plus } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { QUICK_ADD } from './quick-add-id.ts';
import { useKeptText } from '../cairn/use-kept-text.ts';
import { Keys } from '../command/command-key.tsx';
import { commandOf } from '../command/commands.ts';
import { useTaskActions } from './task-actions.ts';

/** Stays in reach at the end of the list; Enter adds and waits for the next. What is typed survives a reload. */
export function QuickAdd({ listId }: { listId: string | null }) {
  const actions = useTaskActions();
  const bar = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useKeptText(`quick-add.${listId ?? 'inbox'}`);

  async function add() {
    const title = text.trim();
    if (title === '') return;
    setText('');
    if (!(await actions.add(title, listId))) return setText(title);
    requestAnimationFrame(() => bar.current?.previousElementSibling?.scrollIntoView({ block: 'end' }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') void add();
    if (event.key === 'Escape') input.current?.blur();
  }

  return (
    <div
      ref={bar}
      className="sticky bottom-0 z-10 bg-linear-to-t from-surface from-70% to-transparent px-2 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))]"
    >
      <div className="flex min-h-row items-center gap-1 rounded-md border border-line-strong bg-surface pr-2 shadow-soft transition-colors focus-within:border-accent hover:border-edge focus-within:hover:border-accent">
        <span aria-hidden className="grid w-target shrink-0 place-items-center text-ink-faint">
          <Plus className="size-4.5" />
        </span>
        <input
          ref={input}
          id={QUICK_ADD}
          type="text"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          maxLength={TASK_TITLE_LIMIT}
          aria-label="Add a task"
          placeholder="Add a task"
          autoComplete="off"
          enterKeyHint="done"
          className="min-w-0 flex-1 self-stretch bg-transparent outline-none"
        />
        <span aria-hidden className="text-ink-faint pointer-coarse:hidden">
          <Keys keys={commandOf('task.add').keys[0]} />
        </span>
      </div>
    </div>
  );
}
