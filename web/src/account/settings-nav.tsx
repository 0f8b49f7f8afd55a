import { useEffect, useState } from 'react';
import { cx } from '../ui/class-names.ts';
import { usePane } from '../ui/pane-context.ts';

interface Props {
  readonly sections: readonly { readonly id: string; readonly title: string }[];
}

/** The sections of the page: beside it where there is room, above it on a phone. */
export function SettingsNav({ sections }: Props) {
  const pane = usePane();
  const [current, setCurrent] = useState(sections[0]!.id);

  useEffect(() => {
    const look = () => {
      const top = pane.getBoundingClientRect().top + 120;
      const isAtEnd = pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 4;
      const passed = sections.filter(
        ({ id }) => (document.getElementById(id)?.getBoundingClientRect().top ?? 0) <= top,
      );
      setCurrent((isAtEnd ? sections.at(-1) : (passed.at(-1) ?? sections[0]))!.id);
    };
    look();
    pane.addEventListener('scroll', look, { passive: true });
    return () => pane.removeEventListener('scroll', look);
  }, [pane, sections]);

  function go(id: string) {
    const section = document.getElementById(id);
    section?.scrollIntoView({ block: 'start' });
    section?.focus({ preventScroll: true });
  }

  return (
    <nav
      aria-label="Settings"
      className="sticky top-0 z-10 -mx-4 mb-4 overflow-x-auto bg-surface px-4 py-2 md:-mx-10 md:px-10 lg:top-6 lg:m-0 lg:w-40 lg:shrink-0 lg:self-start lg:overflow-visible lg:p-0"
    >
      <ul className="flex gap-1 lg:flex-col">
        {sections.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === current ? 'true' : undefined}
              onClick={() => go(id)}
              className={cx(
                'min-h-target w-full rounded-md px-3 text-left text-sm whitespace-nowrap transition-colors hover:bg-hover',
                id === current ? 'bg-accent-wash font-medium text-ink' : 'text-ink-soft',
              )}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
