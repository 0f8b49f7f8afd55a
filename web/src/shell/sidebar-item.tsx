import { useRef, type ReactNode } from 'react';
import type { DropPlace } from '../task/drop-place.ts';
import { useTaskDrop } from '../task/task-drag.ts';
import { cx } from '../ui/class-names.ts';
import { Link } from './link.tsx';
import { pathOf, type Screen } from './router.ts';
import { sayNumber } from '../ui/say-number.ts';

interface Props {
  readonly screen: Screen;
  readonly isCurrent: boolean;
  readonly count?: number;
  readonly children: ReactNode;
}

const LOOK =
  'flex min-h-target items-center gap-2.5 rounded-md px-3 transition-colors [&_svg]:size-4.5 [&_svg]:shrink-0 [&_svg]:text-ink-faint';

function lookOf(isCurrent: boolean, isOver: boolean): string {
  return cx(
    LOOK,
    isOver ? 'bg-accent-wash ring-2 ring-accent' : isCurrent ? 'bg-pressed font-medium' : 'hover:bg-hover',
  );
}

/** `takes`: what becomes of tasks that are dropped here. */
export function SidebarItem({ takes, ...rest }: Props & { takes?: DropPlace }) {
  return takes === undefined ? <Item {...rest} isOver={false} /> : <DropItem {...rest} takes={takes} />;
}

function DropItem({ takes, ...rest }: Props & { takes: DropPlace }) {
  const target = useRef<HTMLDivElement>(null);
  const isOver = useTaskDrop(target, takes);
  return (
    <div ref={target}>
      <Item {...rest} isOver={isOver} />
    </div>
  );
}

function Item({ screen, isCurrent, count = 0, isOver, children }: Props & { isOver: boolean }) {
  return (
    <Link href={pathOf(screen)} aria-current={isCurrent ? 'page' : undefined} className={lookOf(isCurrent, isOver)}>
      {children}
      {count > 0 && (
        <span className="ml-auto pl-2 text-sm font-normal text-ink-faint tabular-nums">
          {sayNumber(count)}
          <span className="sr-only"> open</span>
        </span>
      )}
    </Link>
  );
}
