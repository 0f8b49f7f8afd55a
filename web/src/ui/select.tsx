import { ChevronDown } from 'lucide-react';
import { cx } from './class-names.ts';

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
  readonly id?: string;
  readonly describedBy?: string;
  readonly className?: string;
}

/** One of several, by the platform's own list. */
export function Select<Value extends string>({
  label,
  value,
  choices,
  onChange,
  id,
  describedBy,
  className,
}: Props<Value>) {
  return (
    <span className={cx('relative inline-flex max-w-full items-center', className)}>
      <select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        className="min-h-target w-full appearance-none truncate rounded-md border border-line-strong bg-raised pr-8 pl-3 text-sm hover:bg-hover"
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
