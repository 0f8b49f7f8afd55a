import type { CSSProperties } from 'react';
import { cx } from '../ui/class-names.ts';

const RINGS = ['', 'var(--list-blue)', 'var(--list-amber)', 'var(--list-red)'];

interface Props {
  readonly title: string;
  readonly isCompleted: boolean;
  readonly priority: number;
  readonly onToggle: () => void;
  readonly tabIndex?: number;
  readonly className?: string;
}

/** The round box of a task; its ring tells the priority, which the row also says in words. */
export function Tick({ title, isCompleted, priority, onToggle, tabIndex, className }: Props) {
  const ring = RINGS[priority];
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isCompleted}
      aria-label={`Complete ${title}`}
      tabIndex={tabIndex}
      onClick={onToggle}
      className={cx('grid size-target shrink-0 place-items-center rounded-full', className)}
      style={(ring ? { '--ring': ring } : {}) as CSSProperties}
    >
      <span className="tick">
        <svg viewBox="0 0 12 12" fill="none" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden>
          <path d="M2.5 6.4 5 8.8l4.6-5.2" />
        </svg>
      </span>
    </button>
  );
}
