import { ChevronDown } from 'lucide-react';
import { cx } from './class-names.ts';

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
  readonly id?: string;
  readonly describedBy?: string;
  /** By which keys find it in a task's details. */
  readonly taskField?: string;
  /** `quiet`: one field among others, without a frame of its own. */
  readonly look?: 'framed' | 'quiet';
  readonly className?: string;
}

const LOOKS = {
  framed: 'border border-line-strong bg-raised pl-3 text-sm',
  quiet: 'bg-transparent pl-2.5',
};

/** One of several, by the platform's own list. */
export function Select<Value extends string>({
  label,
  value,
  choices,
  onChange,
  id,
  describedBy,
  taskField,
  look = 'framed',
  className,
}: Props<Value>) {
  return (
    <span className={cx('relative inline-flex max-w-full items-center', className)}>
      <select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        data-task-field={taskField}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        className={cx('min-h-target w-full appearance-none truncate rounded-md pr-8 hover:bg-hover', LOOKS[look])}
      >
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-4 text-ink-faint" />
    </span>
  );
}
