import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { CommandContext } from '../command/command.ts';
import { useProvides } from '../command/provided.ts';
import { goTo, useRoute } from '../shell/navigation.ts';
import { pathOf } from '../shell/router.ts';
import { part } from '../ui/part.tsx';
import { PHONE, useMedia } from '../ui/use-media.ts';
import { VirtualRows, type VirtualRowsHandle } from '../ui/virtual-rows.tsx';
import { useWithLingering } from './lingering.ts';
import { useTaskActions } from './task-actions.ts';
import { allOf, chosenIn, extended, NOTHING, toggled } from './selection.ts';
import { CHOSEN_NOTE } from './use-choosing.ts';
import { TaskRow, type Choosing, type RowMode } from './task-row.tsx';

const SelectionBar = part(() => import('./selection-bar.tsx').then((module) => module.SelectionBar));

/** A part of a list under its own heading; without one it follows what stands before it. */
export interface TaskSection {
  readonly key: string;
  readonly heading: ReactNode;
  /** A day that its rows need not say again. */
  readonly day?: string;
  readonly ids: readonly string[];
}

type Props = {
  readonly label: string;
  readonly canReorder?: boolean;
  /** Each row says which list it is in. */
  readonly showsList?: boolean;
} & ({ readonly ids: readonly string[] } | { readonly sections: readonly TaskSection[] });

export function TaskList({ label, canReorder = false, showsList = false, ...content }: Props) {
  const sections = 'sections' in content ? content.sections : undefined;
  const ids = 'ids' in content ? content.ids : NONE;
  const items = useWithLingering(useMemo(() => (sections ? itemsOf(sections) : ids), [sections, ids]));
  const headings = useMemo(() => (sections ? headingsIn(items) : []), [sections, items]);
  const shown = useMemo(() => (sections ? items.filter((item) => !isHeading(item)) : items), [sections, items]);
  const days = useMemo(
    () => new Map(sections?.flatMap(({ day, ids }) => (day ? ids.map((id) => [id, day] as const) : []))),
    [sections],
  );
  const actions = useTaskActions();
  const { screen, taskId } = useRoute();
  const isPhone = useMedia(PHONE);
  const container = useRef<HTMLDivElement>(null);
  const rows = useRef<VirtualRowsHandle>(null);
  const [focused, setFocused] = useState<string>();
  const [special, setSpecial] = useState<{ readonly id: string; readonly mode: RowMode }>();

  const [selection, setSelection] = useState(NOTHING);
  const chosen = useMemo(() => chosenIn(selection, shown), [selection, shown]);
  const isChosen = useMemo(() => new Set(chosen), [chosen]);
  const clear = useCallback(() => setSelection(NOTHING), []);
  const latest = useRef({ shown, focused, chosen });
  useEffect(() => {
    latest.current = { shown, focused, chosen };
  });
  const onChoose = useCallback((id: string, how: Choosing) => {
    const { shown, focused } = latest.current;
    if (how === 'none') return setSelection(NOTHING);
    setSelection((now) => (how === 'alone' ? toggled(now, id, shown) : extended(now, id, focused ?? id)));
    setFocused(id);
  }, []);
  const dragged = useCallback((id: string) => (latest.current.chosen.includes(id) ? latest.current.chosen : [id]), []);

  // The one row that the tab key reaches: the last focused, else the open one, else the first.
  const current = [focused, taskId].find((id) => id !== undefined && shown.includes(id)) ?? shown[0];

  const focusRow = useCallback((id: string | undefined) => {
    if (id === undefined) return;
    rows.current?.scrollTo(id);
    setFocused(id);
    // A row that was out of sight is only in the page after the scroll.
    const attempt = (left: number) => {
      const link = container.current?.querySelector<HTMLElement>(`[data-task="${id}"] [data-task-link]`);
      if (link) link.focus({ preventScroll: true });
      else if (left > 0) requestAnimationFrame(() => attempt(left - 1));
    };
    attempt(5);
  }, []);

  // A row that leaves while it holds the focus, moved by its menu or from another device, hands it to the next one.
  const place = useRef(-1);
  useEffect(() => {
    const index = focused === undefined ? -1 : shown.indexOf(focused);
    if (index < 0 && place.current >= 0 && document.activeElement === document.body) {
      const next = Math.min(place.current, shown.length - 1);
      focusRow(shown[next]);
    }
    place.current = index;
  }, [shown, focused, focusRow]);

  const onMode = useCallback((id: string, mode: RowMode) => {
    setSpecial(mode === 'rest' ? undefined : { id, mode });
    if (mode === 'rest') requestAnimationFrame(() => focusIfLost(container.current, id));
  }, []);

  const focusAt = (to: number) => focusRow(shown[to]);
  /** From the row with the focus, or into the list from elsewhere. */
  const step = (by: number) => (context: CommandContext) => {
    const id = rowOf(context);
    focusAt(
      id === undefined ? shown.indexOf(current ?? '') : Math.max(0, Math.min(shown.indexOf(id) + by, shown.length - 1)),
    );
  };
  /** The row with the focus leaves: the next one gets it. */
  const leaving = (act: (id: string) => unknown) => (context: CommandContext) => {
    const index = shown.indexOf(rowOf(context) ?? '');
    focusAt(index + 1 < shown.length ? index + 1 : index - 1);
    for (const id of context.subjects.task) act(id);
  };
  const stretch = (by: -1 | 1) => (context: CommandContext) => {
    const id = rowOf(context) ?? '';
    const next = shown[shown.indexOf(id) + by];
    if (next === undefined) return;
    setSelection((now) => {
      const goesOn = id === now.head || (id === now.anchor && now.head === undefined);
      return goesOn ? extended(now, next, id) : { single: isChosen, anchor: id, head: next };
    });
    focusRow(next);
  };
  const move = (by: -1 | 1) => (context: CommandContext) => {
    const id = rowOf(context) ?? '';
    void actions.step(id, by).then(() => focusRow(id));
  };
  useProvides(
    {
      'rows.next': step(1),
      'rows.previous': step(-1),
      'rows.first': () => focusAt(0),
      'rows.last': () => focusAt(shown.length - 1),
      // With several chosen the bar does it, to all of them.
      ...(chosen.length > 0
        ? {}
        : {
            'task.toggle': leaving((id) => void actions.toggle(id)),
            'task.remove': leaving((id) => {
              if (taskId === id) goTo(screen);
              void actions.remove(id);
            }),
          }),
      'task.choose': (context) => onChoose(rowOf(context) ?? '', 'alone'),
      'task.choose-down': stretch(1),
      'task.choose-up': stretch(-1),
      'task.choose-all': () => setSelection(allOf(shown)),
      'task.edit': (context) => onMode(rowOf(context) ?? '', 'editing'),
      'task.menu': (context) => onMode(rowOf(context) ?? '', 'menu'),
      ...(canReorder ? { 'task.up': move(-1), 'task.down': move(1) } : {}),
    },
    container,
  );

  return (
    // The last thing in a row is a menu that a pointer brings out: it stands in the margin, and what is said before it ends
    // where the screen's text does.
    <div ref={container} data-task-list className="scroll-mb-24 md:pointer-fine:-mr-7">
      <VirtualRows
        label={label}
        ids={items}
        headings={headings}
        estimate={isPhone ? 52 : 40}
        keep={current === undefined ? -1 : items.indexOf(current)}
        handle={rows}
      >
        {(id) =>
          isHeading(id) ? (
            sections?.find(({ key }) => HEADING + key === id)?.heading
          ) : (
            <TaskRow
              id={id}
              showsList={showsList}
              day={days.get(id)}
              href={pathOf(screen, id)}
              actions={actions}
              isSelected={id === taskId}
              isCurrent={id === current}
              canReorder={canReorder}
              isChosen={isChosen.has(id)}
              isChoosing={chosen.length > 0}
              onChoose={onChoose}
              dragged={dragged}
              mode={special?.id === id ? special.mode : 'rest'}
              onMode={onMode}
              onFocus={setFocused}
            />
          )
        }
      </VirtualRows>
      {chosen.length > 0 && (
        <span id={CHOSEN_NOTE} className="sr-only">
          chosen
        </span>
      )}
      {chosen.length > 0 && <SelectionBar ids={chosen} onClear={clear} />}
    </div>
  );
}

const NONE: readonly string[] = [];
const HEADING = '#';
const isHeading = (item: string) => item.startsWith(HEADING);

function itemsOf(sections: readonly TaskSection[]): readonly string[] {
  return sections.flatMap(({ key, heading, ids }) => (heading ? [HEADING + key, ...ids] : ids));
}

function headingsIn(items: readonly string[]): readonly number[] {
  return items.flatMap((item, index) => (isHeading(item) ? [index] : []));
}

function rowOf({ at }: CommandContext): string | undefined {
  return at?.closest<HTMLElement>('[data-task]')?.dataset.task;
}

/** After an edit or a menu the focus returns to the row, unless the person has already gone elsewhere. */
function focusIfLost(container: HTMLElement | null, id: string): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  container?.querySelector<HTMLElement>(`[data-task="${id}"] [data-task-link]`)?.focus();
}
