import { X } from 'lucide-react';
import { useId, type MouseEvent } from 'react';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { useDraft } from '../ui/drafts.ts';
import { FieldRow } from '../ui/field-row.tsx';
import { joinLocal, splitLocal } from './dates.ts';

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
  const { date, time } = splitLocal(value);
  const day = useDraft(date, async (text) => text === '' || onChange(joinLocal(text, time)));
  const hour = useDraft(time, (text) => onChange(joinLocal(date, text)));
  return (
    <FieldRow label={label} htmlFor={field}>
      <div className="flex min-w-0 flex-1 items-center gap-1">
        <PickerInput
          id={field}
          data-task-field={name}
          type="date"
          max="9999-12-31"
          draft={day}
          empty="No date"
          className="w-36"
        />
        {date && (
          <PickerInput aria-label={`${label} time`} type="time" draft={hour} empty="Any time" className="w-28" />
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

interface PickerProps {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'data-task-field'?: string;
  readonly type: 'date' | 'time';
  readonly max?: string;
  readonly draft: ReturnType<typeof useDraft>;
  readonly empty: string;
  readonly className: string;
}

/** The platform's own picker and typing; words instead of its pattern of dashes while there is nothing in it. */
function PickerInput({ draft, empty, className, ...rest }: PickerProps) {
  const isEmpty = draft.text === '';
  return (
    <span className={cx('group/picker relative flex items-center', className)}>
      {isEmpty && (
        <span
          aria-hidden
          className="pointer-events-none absolute left-2.5 text-ink-faint group-focus-within/picker:hidden"
        >
          {empty}
        </span>
      )}
      <input
        autoComplete="off"
        {...rest}
        value={draft.text}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={() => void draft.leave()}
        onClick={openPicker}
        className={cx(
          'min-h-target w-full rounded-md bg-transparent px-2.5 hover:bg-hover [&::-webkit-calendar-picker-indicator]:hidden',
          isEmpty && 'not-focus:text-transparent',
        )}
      />
    </span>
  );
}

function openPicker(event: MouseEvent<HTMLInputElement>): void {
  try {
    event.currentTarget.showPicker();
  } catch {
    // A browser without this call opens its picker by itself.
  }
}
