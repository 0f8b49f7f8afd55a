import type { Repeat } from '@cairn/domain';
import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { useIds } from '../cairn/cairn-context.ts';
import { lists } from '../list/indexes.ts';
import { useList } from '../list/use-list.ts';
import { ListDot } from '../list/list-dot.tsx';
import { TagField } from '../tag/tag-field.tsx';
import { Choice } from '../ui/choice.tsx';
import { FieldRow } from '../ui/field-row.tsx';
import { useChosen } from '../ui/use-chosen.ts';
import { DateField } from './date-field.tsx';
import { ALL } from './indexes.ts';
import { PRIORITIES } from './priority.ts';
import type { TaskActions } from './task-actions.ts';
import { ReminderField } from '../reminder/reminder-field.tsx';
import { RepeatField } from './repeat-field.tsx';
import { SomedayField } from './someday-field.tsx';

interface Props {
  readonly task: {
    readonly id: string;
    readonly listId: string | null;
    readonly start: string | null;
    readonly due: string | null;
    readonly someday: boolean;
    readonly repeat: unknown;
    readonly remindAt: string | null;
    readonly priority: number;
    readonly tags: readonly string[];
  };
  readonly actions: TaskActions;
}

export function TaskFields({ task, actions }: Props) {
  const { id } = task;
  return (
    <div className="mt-5 space-y-1 border-t border-line pt-4">
      <ListField listId={task.listId} onChange={(listId) => actions.moveToList(id, listId)} />
      <DateField label="Start" name="start" value={task.start} onChange={(start) => actions.schedule(id, { start })} />
      <DateField label="Due" name="due" value={task.due} onChange={(due) => actions.schedule(id, { due })} />
      <SomedayField
        isSomeday={task.someday}
        onChange={(someday) =>
          actions.schedule(id, someday && task.start !== null ? { someday, start: null } : { someday })
        }
      />
      <RepeatField
        repeat={task.repeat as Repeat | null}
        date={task.due ?? task.start}
        onChange={(repeat) => actions.repeat(id, repeat)}
      />
      <ReminderField
        value={task.remindAt}
        date={task.due ?? task.start}
        onChange={(remindAt) => actions.remind(id, remindAt)}
      />
      <FieldRow label="Priority">
        <Choice
          label="Priority"
          value={task.priority}
          choices={PRIORITIES.map((name, priority) => [priority, name])}
          onChange={(priority) => actions.prioritize(id, priority)}
        />
      </FieldRow>
      <TagField
        name="task"
        tags={task.tags}
        onAdd={(tag) => actions.tag(id, tag)}
        onRemove={(tag) => actions.untag(id, tag)}
      />
    </div>
  );
}

function ListField({
  listId,
  onChange,
}: {
  listId: string | null;
  onChange: (listId: string | null) => Promise<unknown>;
}) {
  const field = useId();
  const ids = useIds(lists, ALL);
  const [chosen, choose] = useChosen(listId, onChange);
  const current = useList(chosen);
  // A list in the trash is no place to move to, but may be where the task is.
  const choices = listId === null || ids.includes(listId) ? ids : [...ids, listId];
  return (
    <FieldRow label="List" htmlFor={field}>
      <div className="relative flex min-w-0 flex-1 items-center">
        <span className="pointer-events-none absolute left-2.5">
          <ListDot color={current?.color ?? 'slate'} />
        </span>
        <select
          id={field}
          data-task-field="list"
          value={chosen ?? ''}
          onChange={(event) => choose(event.target.value || null)}
          className="min-h-target w-full appearance-none truncate rounded-md bg-transparent pr-8 pl-7 hover:bg-hover"
        >
          <option value="">Inbox</option>
          {choices.map((id) => (
            <ListOption key={id} id={id} />
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-4 text-ink-faint" />
      </div>
    </FieldRow>
  );
}

function ListOption({ id }: { id: string }) {
  const list = useList(id);
  return <option value={id}>{list?.name ?? '…'}</option>;
}
