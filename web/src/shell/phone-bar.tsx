import { Inbox, Menu, NotebookPen, Plus, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';
import { startAdding } from '../task/start-adding.ts';
import { Link } from './link.tsx';
import { showOverlay } from './overlay.ts';
import { pathOf, type Screen } from './router.ts';

interface Props {
  readonly screen: Screen;
  readonly isCovered: boolean;
}

const LOOK =
  'flex min-h-13 flex-1 flex-col items-center justify-center gap-0.5 text-xs transition-colors [&_svg]:size-5.5';

/** On a phone, where a thumb reaches: the places gone to most, and a task to add from any of them. */
export function PhoneBar({ screen, isCovered }: Props) {
  const place = (name: 'inbox' | 'today' | 'notes', label: string, icon: ReactNode) => (
    <Link
      href={pathOf({ name })}
      aria-current={screen.name === name ? 'page' : undefined}
      className={cx(LOOK, screen.name === name ? 'font-medium text-accent' : 'text-ink-soft')}
    >
      {icon}
      {label}
    </Link>
  );
  return (
    <nav
      aria-label="Places"
      inert={isCovered}
      className="flex shrink-0 items-stretch border-t border-line bg-ground pb-[env(safe-area-inset-bottom)]"
    >
      {place('today', 'Today', <Sun aria-hidden />)}
      {place('inbox', 'Inbox', <Inbox aria-hidden />)}
      <button type="button" aria-label="Add a task" onClick={startAdding} className="grid flex-1 place-items-center">
        <span className="grid size-11 place-items-center rounded-full bg-accent text-on-accent shadow-soft">
          <Plus aria-hidden className="size-6" />
        </span>
      </button>
      {place('notes', 'Notes', <NotebookPen aria-hidden />)}
      <button
        type="button"
        aria-label="Open the menu"
        onClick={() => showOverlay('drawer')}
        className={cx(LOOK, 'text-ink-soft')}
      >
        <Menu aria-hidden />
        Menu
      </button>
    </nav>
  );
}
