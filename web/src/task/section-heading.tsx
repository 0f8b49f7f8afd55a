import type { ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';

interface Props {
  readonly children: ReactNode;
  /** Said more quietly after the name. */
  readonly aside?: string | undefined;
  readonly count?: number;
  readonly tone?: 'late';
  /** Nothing stands under it. */
  readonly isQuiet?: boolean;
}

/** The heading of a part of a list. */
export function SectionHeading({ children, aside, count, tone, isQuiet = false }: Props) {
  return (
    <div
      className={cx(
        'mx-2 flex items-baseline gap-2 border-b pt-5 pb-1.5',
        isQuiet ? 'border-transparent' : 'border-line',
      )}
    >
      <h2
        className={cx(
          'min-w-0 text-base font-semibold',
          tone === 'late' && 'text-danger',
          isQuiet && 'font-medium text-ink-faint',
        )}
      >
        {children}
      </h2>
      {aside && <span className="truncate text-sm text-ink-faint">{aside}</span>}
      {count !== undefined && (
        <span className="ml-auto text-sm text-ink-faint tabular-nums">
          {count.toLocaleString('en')}
          <span className="sr-only"> tasks</span>
        </span>
      )}
    </div>
  );
}
