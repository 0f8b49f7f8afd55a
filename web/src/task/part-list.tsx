import { TASK_TITLE_LIMIT } from '@cairn/domain';
import { Plus } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useKeptText } from '../cairn/use-kept-text.ts';
import { PartRow } from './part-row.tsx';
import { partCommand } from './part-keys.ts';
import { shownParts } from './part-tree.ts';
import type { TaskActions } from './task-actions.ts';
import { useAllParts } from './use-parts.ts';

/** The parts of a task, and theirs, indented; one more can be added below them. */
export function PartList({ id, actions }: { id: string; actions: TaskActions }) {
  const tree = useAllParts(id);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [editing, setEditing] = useState<string>();
  const [focused, setFocused] = useState<string>();
  const list = useRef<HTMLUListElement>(null);
  const rows = shownParts(id, (part) => tree.partsOf(part), closed);
  const current = rows.some((row) => row.id === focused) ? focused : rows[0]?.id;
  const done = tree.partsOf(id).filter((part) => tree.find(part)?.fields.completedAt !== null).length;

  function focusRow(part: string | undefined) {
    if (part === undefined) return;
    setFocused(part);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-part="${part}"] a`)?.focus());
  }

  function open(part: string, isOpen: boolean) {
    setClosed(new Set(isOpen ? [...closed].filter((other) => other !== part) : [...closed, part]));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const target = event.target as HTMLElement;
    const part = target.closest<HTMLElement>('[data-part]')?.dataset.part;
    const command = partCommand(event);
    if (!part || !command || target.closest('input')) return;
    if (event.key === ' ' && target.closest('button')) return;
    event.preventDefault();
    event.stopPropagation();
    const index = rows.findIndex((row) => row.id === part);
    const keepFocus = (work: Promise<unknown>) => void work.then(() => focusRow(part));
    switch (command) {
      case 'next':
        return focusRow(rows[index + 1]?.id);
      case 'previous':
        return focusRow(rows[index - 1]?.id);
      case 'open':
      case 'close':
        return open(part, command === 'open');
      case 'toggle':
        return keepFocus(actions.toggle(part));
      case 'edit':
        return setEditing(part);
      case 'remove':
        focusRow((rows[index + 1] ?? rows[index - 1])?.id);
        return void actions.remove(part);
      case 'up':
      case 'down':
        return keepFocus(actions.step(part, command === 'up' ? -1 : 1));
      case 'indent':
        return keepFocus(actions.indent(part));
      case 'outdent':
        return keepFocus(actions.outdent(part));
    }
  }

  return (
    <section aria-labelledby={`parts-${id}`} className="mt-6">
      <h2 id={`parts-${id}`} className="flex items-baseline gap-2 text-sm font-medium text-ink-soft">
        Subtasks
        {rows.length > 0 && (
          <span className="font-normal text-ink-faint tabular-nums">
            {done} of {tree.partsOf(id).length} done
          </span>
        )}
      </h2>
      {rows.length > 0 && (
        <ul ref={list} aria-label="Subtasks" onKeyDown={onKeyDown} className="-mx-2 mt-1">
          {rows.map((row) => (
            <PartRow
              key={row.id}
              {...row}
              isClosed={closed.has(row.id)}
              isCurrent={row.id === current}
              isEditing={row.id === editing}
              onOpen={(isOpen) => open(row.id, isOpen)}
              onFocus={() => setFocused(row.id)}
              onEndEdit={() => {
                setEditing(undefined);
                focusRow(row.id);
              }}
              actions={actions}
            />
          ))}
        </ul>
      )}
      <AddPart id={id} actions={actions} />
    </section>
  );
}

function AddPart({ id, actions }: { id: string; actions: TaskActions }) {
  const { kept } = useCairn();
  const [text, setText] = useKeptText(`add-part.${id}`);

  async function add() {
    const title = text.trim();
    if (title === '') return;
    setText('');
    if (!(await actions.addPart(id, title)) && kept.get(`add-part.${id}`) === '') setText(title);
  }

  return (
    <div className="-mx-2 flex min-h-row items-center rounded-md focus-within:bg-hover hover:bg-hover">
      <span aria-hidden className="grid w-target shrink-0 place-items-center text-ink-faint">
        <Plus className="size-4" />
      </span>
      <input
        type="text"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) void add();
        }}
        maxLength={TASK_TITLE_LIMIT}
        aria-label="Add a subtask"
        data-task-field="part"
        placeholder="Add a subtask"
        autoComplete="off"
        enterKeyHint="done"
        className="min-h-target min-w-0 flex-1 bg-transparent"
      />
    </div>
  );
}
