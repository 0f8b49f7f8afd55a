import { useRef, type ReactNode } from 'react';
import type { DropPlace } from './drop-place.ts';
import { useTaskDrop } from './task-drag.ts';
import { cx } from '../ui/class-names.ts';
import { sayNumber } from '../ui/say-number.ts';

interface Props {
  readonly children: ReactNode;
  /** Said more quietly after the name. */
  readonly aside?: string | undefined;
  readonly count?: number;
  readonly tone?: 'late';
  /** Nothing stands under it. */
  readonly isQuiet?: boolean;
}

/** The heading of a part of a list. `takes`: what becomes of tasks that are dropped on it. */
export function SectionHeading({ takes, ...rest }: Props & { readonly takes?: DropPlace | undefined }) {
  return takes ? <DropHeading {...rest} takes={takes} /> : <Heading {...rest} isOver={false} />;
}

function DropHeading({ takes, ...rest }: Props & { readonly takes: DropPlace }) {
  const target = useRef<HTMLDivElement>(null);
  const isOver = useTaskDrop(target, takes);
  return (
    <div ref={target}>
      <Heading {...rest} isOver={isOver} />
    </div>
  );
}

function Heading({ children, aside, count, tone, isQuiet = false, isOver }: Props & { isOver: boolean }) {
  return (
    <div
      className={cx(
        'mx-2 flex items-baseline gap-2 border-b pt-5 pb-1.5 md:pointer-fine:mr-9',
        isOver ? 'rounded-md border-accent bg-accent-wash' : isQuiet ? 'border-transparent' : 'border-line',
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
          {sayNumber(count)}
          <span className="sr-only"> tasks</span>
        </span>
      )}
    </div>
  );
}
