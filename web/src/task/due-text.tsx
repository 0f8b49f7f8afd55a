import { useToday } from '../ui/use-today.ts';
import { cx } from '../ui/class-names.ts';
import { splitLocal } from './dates.ts';
import { sayDate } from './say-date.ts';

/** `under`: the day of the heading, which is not said again. */
export function DueText({ due, under }: { due: string; under?: string | undefined }) {
  const { text, when } = sayDate(due, useToday());
  const { date, time } = splitLocal(due);
  const shown = date === under ? time : text;
  if (shown === '') return null;
  return (
    <span
      className={cx(
        'text-sm tabular-nums',
        when === 'past' && 'font-medium text-danger',
        when === 'today' && 'font-medium text-accent',
        when === 'future' && 'text-ink-faint',
      )}
    >
      <span className="sr-only">{when === 'past' ? ', overdue ' : ', due '}</span>
      {shown}
    </span>
  );
}
