import { X } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../ui/button.tsx';
import { useDraft } from '../ui/drafts.ts';
import { FieldRow } from '../ui/field-row.tsx';
import { joinLocal, splitLocal } from './dates.ts';

interface Props {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => Promise<boolean>;
}

const INPUT = 'min-h-target rounded-md bg-transparent px-2 hover:bg-hover';

/** A local day, with a time of day where one matters. Typing a year passes through other years: those are drafts. */
export function DateField({ label, value, onChange }: Props) {
  const field = useId();
  const { date, time } = splitLocal(value);
  const day = useDraft(date, async (text) => text === '' || onChange(joinLocal(text, time)));
  const hour = useDraft(time, (text) => onChange(joinLocal(date, text)));
  return (
    <FieldRow label={label} htmlFor={field}>
      <div className="flex min-w-0 flex-1 items-center">
        <input
          id={field}
          type="date"
          max="9999-12-31"
          value={day.text}
          onChange={(event) => day.change(event.target.value)}
          onBlur={() => void day.leave()}
          className={`${INPUT} ${day.text ? '' : 'text-ink-faint'}`}
        />
        {date && (
          <input
            type="time"
            aria-label={`${label} time`}
            value={hour.text}
            onChange={(event) => hour.change(event.target.value)}
            onBlur={() => void hour.leave()}
            className={`${INPUT} ${hour.text ? '' : 'text-ink-faint'}`}
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
