import { X } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../ui/button.tsx';
import { useDraft } from '../ui/drafts.ts';
import { FieldRow } from '../ui/field-row.tsx';
import { PickerInput } from '../ui/picker-input.tsx';
import { useToday } from '../ui/use-today.ts';
import { joinLocal, splitLocal } from './dates.ts';
import { sayChosen } from './say-date.ts';

interface Props {
  readonly label: string;
  /** By which keys find it. */
  readonly name: 'start' | 'due';
  readonly value: string | null;
  readonly onChange: (value: string | null) => Promise<boolean>;
}

/** A local day, with a time of day where one matters. Typing a year passes through other years: those are drafts. */
export function DateField({ label, name, value, onChange }: Props) {
  const field = useId();
  const today = useToday();
  const { date, time } = splitLocal(value);
  const day = useDraft(date, async (text) => text === '' || onChange(joinLocal(text, time)));
  const hour = useDraft(time, (text) => onChange(joinLocal(date, text)));
  return (
    <FieldRow label={label} htmlFor={field}>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
        <PickerInput
          id={field}
          data-task-field={name}
          type="date"
          max="9999-12-31"
          draft={day}
          shown={day.text === '' ? 'No date' : sayChosen(day.text, today)}
          className="w-38"
        />
        {date && (
          <PickerInput
            aria-label={`${label} time`}
            type="time"
            draft={hour}
            shown={hour.text === '' ? 'Any time' : hour.text}
            className="w-26"
          />
        )}
        {date && (
          <IconButton label={`Clear ${label.toLowerCase()}`} onClick={() => void onChange(null)} className="ml-auto">
            <X className="size-4" />
          </IconButton>
        )}
      </div>
    </FieldRow>
  );
}
