import { Search } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { useProvides } from '../command/provided.ts';
import { ListDot } from '../list/list-dot.tsx';
import { Link } from '../shell/link.tsx';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { cx } from '../ui/class-names.ts';
import { askedFor } from './asked-for.ts';
import { FoundText } from './found-text.tsx';
import { viewOf, type FoundView } from './found-view.ts';
import { useResults } from './use-results.ts';
import { sayNumber } from '../ui/say-number.ts';

/** More than anybody reads; a longer word finds the others. */
const SHOWN = 50;

const ROW = 'a[data-found]';

/** Full text of all there is on this device, as it is typed. */
export function SearchScreen() {
  useTitle('Search');
  const cairn = useCairn();
  const asked = askedFor(cairn);
  const text = useObservable(asked);
  const results = useResults(text, SHOWN);
  const views = useMemo(() => results?.found.map((found) => viewOf(cairn, found)) ?? [], [cairn, results]);
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string>();
  const current = views.some(({ key }) => key === focused) ? focused : views[0]?.key;

  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
  const focusAt = (index: number) => {
    const all = rows();
    if (index < 0) return document.getElementById('search')?.focus();
    all[Math.min(index, all.length - 1)]?.focus();
  };
  const step = (by: number) => {
    const at = rows().findIndex((row) => row === document.activeElement);
    focusAt(at < 0 ? 0 : at + by);
  };
  useProvides(
    {
      'rows.next': () => step(1),
      'rows.previous': () => step(-1),
      'rows.first': () => focusAt(0),
      'rows.last': () => focusAt(SHOWN),
    },
    list,
  );

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') focusAt(0);
    else if (event.key === 'Enter') rows()[0]?.click();
    else if (event.key === 'Escape' && text !== '') asked.set('');
    else return;
    event.preventDefault();
  }

  return (
    <ScreenFrame>
      <ScreenHeading>Search</ScreenHeading>
      <div role="search" className="sticky top-0 z-10 bg-surface pb-3">
        <label className="flex min-h-row items-center gap-2 rounded-md border border-line-strong px-3 shadow-soft transition-colors focus-within:border-accent hover:border-edge focus-within:hover:border-accent">
          <Search aria-hidden className="size-4.5 shrink-0 text-ink-faint" />
          <span className="sr-only">Search tasks, notes and lists</span>
          <input
            id="search"
            type="text"
            value={text}
            autoFocus
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="search"
            placeholder="Words, #tag, in:list, is:done"
            onChange={(event) => asked.set(event.target.value)}
            onKeyDown={onKeyDown}
            className="min-h-target min-w-0 flex-1 bg-transparent outline-none"
          />
        </label>
        <p aria-live="polite" className="mt-2 min-h-5 px-1 text-sm text-ink-faint tabular-nums">
          {sayCount(text, results?.count)}
        </p>
      </div>
      {text.trim() === '' ? (
        <Help />
      ) : (
        <ul ref={list} aria-label="Found" className="-mx-2 pb-16">
          {views.map((view) => (
            <li key={view.key}>
              <FoundRow view={view} isCurrent={view.key === current} onFocus={() => setFocused(view.key)} />
            </li>
          ))}
        </ul>
      )}
    </ScreenFrame>
  );
}

function sayCount(text: string, count: number | undefined): string {
  if (text.trim() === '') return '';
  if (count === undefined) return 'One moment…';
  if (count === 0) return 'Nothing found';
  if (count === 1) return '1 found';
  return count > SHOWN ? `${sayNumber(count)} found, the best ${SHOWN} are shown` : `${sayNumber(count)} found`;
}

function FoundRow({ view, isCurrent, onFocus }: { view: FoundView; isCurrent: boolean; onFocus: () => void }) {
  const { icon: Icon, kind, isDone } = view;
  return (
    <Link
      href={view.href}
      data-found={view.key}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      className="flex items-start gap-3 rounded-md px-2 py-2.5 -outline-offset-2 transition-colors hover:bg-hover"
    >
      <span className="grid h-6 w-5 shrink-0 place-items-center text-ink-faint">
        {Icon ? <Icon aria-hidden className="size-4.5" /> : <ListDot color={view.color ?? 'slate'} />}
        <span className="sr-only">{isDone ? 'Completed task' : kind}: </span>
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-3">
          <span className={cx('line-clamp-2 min-w-0 flex-1 wrap-anywhere', isDone && 'text-ink-faint line-through')}>
            <FoundText pieces={view.name} />
          </span>
          <span className="max-w-40 shrink-0 truncate text-sm text-ink-faint">{view.place}</span>
        </span>
        {view.excerpt.length > 0 && (
          <span className="mt-0.5 line-clamp-2 block text-sm wrap-anywhere text-ink-soft">
            <FoundText pieces={view.excerpt} />
          </span>
        )}
      </span>
    </Link>
  );
}

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['“two words”', 'just so, one after the other'],
  ['#tag', 'what has a tag'],
  ['in:list', 'tasks of a list, in:inbox too'],
  ['is:open  is:done', 'tasks to do, or done'],
  ['is:note  is:task', 'of one kind'],
  ['is:trashed', 'what was deleted'],
];

function Help() {
  return (
    <EmptyNote>
      <Search aria-hidden strokeWidth={1.25} className="mx-auto mb-3 size-8" />
      Everything on this device is searched, also without a network: titles, descriptions, what notes say, tags and
      lists.
      <span className="mx-auto mt-6 grid w-fit grid-cols-[auto_auto] gap-x-5 gap-y-2 text-left text-sm">
        {EXAMPLES.map(([words, meaning]) => (
          <span key={words} className="contents">
            <span className="font-medium text-ink-soft">{words}</span>
            <span>{meaning}</span>
          </span>
        ))}
      </span>
    </EmptyNote>
  );
}
