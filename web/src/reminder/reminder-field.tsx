import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { splitLocal } from '../task/dates.ts';
import { sayChosen } from '../task/say-date.ts';
import { IconButton } from '../ui/button.tsx';
import { useDraft } from '../ui/drafts.ts';
import { FieldRow } from '../ui/field-row.tsx';
import { PickerInput } from '../ui/picker-input.tsx';
import { useToday } from '../ui/use-today.ts';
import { askForNotifications, notificationsAllowed, type Allowed } from './show-reminder.ts';

interface Props {
  readonly value: string | null;
  /** The day of the task: what a new reminder begins with. */
  readonly date: string | null;
  readonly onChange: (value: string | null) => Promise<boolean>;
}

const WORDS: { readonly [A in Allowed]: string } = {
  yes: 'Comes while Cairn is open, in a tab or as an app; what was missed comes when you open it.',
  ask: 'Comes inside Cairn while it is open; your browser has not allowed notifications.',
  no: 'Comes inside Cairn while it is open: notifications are blocked in your browser’s settings.',
  never: 'Comes inside Cairn while it is open: this browser has no notifications.',
};

/** A local day and time; the browser is asked for leave when the first one is set. */
export function ReminderField({ value, date, onChange }: Props) {
  const field = useId();
  const note = useId();
  const today = useToday();
  const [allowed, setAllowed] = useState(notificationsAllowed);

  async function save(at: string): Promise<boolean> {
    if (at === '') return true;
    // A browser may add seconds.
    const isSaved = await onChange(at.slice(0, 16));
    setAllowed(await askForNotifications());
    return isSaved;
  }

  const draft = useDraft(value ?? '', save);
  if (value === null) {
    const first = `${(date ?? today).slice(0, 10)}T09:00`;
    return (
      <FieldRow label="Remind">
        <button
          data-task-field="remind"
          type="button"
          onClick={() => void save(first)}
          className="min-h-target flex-1 rounded-md px-2.5 text-left text-ink-faint hover:bg-hover"
        >
          Add a reminder
        </button>
      </FieldRow>
    );
  }
  const chosen = splitLocal(draft.text);
  const shown = draft.text === '' ? 'No time' : `${sayChosen(chosen.date, today)} ${chosen.time.slice(0, 5)}`;
  return (
    <>
      <FieldRow label="Remind" htmlFor={field}>
        <div className="flex min-w-0 flex-1 items-center gap-1">
          <PickerInput
            id={field}
            data-task-field="remind"
            type="datetime-local"
            max="9999-12-31T23:59"
            aria-describedby={note}
            draft={draft}
            shown={shown}
            className="flex-1"
          />
          <IconButton label="Remove the reminder" onClick={() => void onChange(null)}>
            <X className="size-4" />
          </IconButton>
        </div>
      </FieldRow>
      <p id={note} className="ml-19 pb-2 text-sm text-ink-faint text-pretty">
        {WORDS[allowed]}
      </p>
    </>
  );
}
