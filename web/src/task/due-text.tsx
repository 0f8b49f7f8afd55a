import { useToday } from '../ui/use-today.ts';
import { cx } from '../ui/class-names.ts';
import { sayDate } from './dates.ts';

export function DueText({ due }: { due: string }) {
  const { text, when } = sayDate(due, useToday());
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
      {text}
    </span>
  );
}
