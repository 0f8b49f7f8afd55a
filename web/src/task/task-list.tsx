import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { goTo, useRoute } from '../shell/navigation.ts';
import { pathOf } from '../shell/router.ts';
import { PHONE, useMedia } from '../ui/use-media.ts';
import { VirtualRows, type VirtualRowsHandle } from '../ui/virtual-rows.tsx';
import { useWithLingering } from './lingering.ts';
import { useTaskActions } from './task-actions.ts';
import { taskCommand } from './task-keys.ts';
import { TaskRow, type RowMode } from './task-row.tsx';

/** A part of a list under its own heading; without one it follows what stands before it. */
export interface TaskSection {
  readonly key: string;
  readonly heading: ReactNode;
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
  const actions = useTaskActions();
  const { screen, taskId } = useRoute();
  const isPhone = useMedia(PHONE);
  const container = useRef<HTMLDivElement>(null);
  const rows = useRef<VirtualRowsHandle>(null);
  const [focused, setFocused] = useState<string>();
  const [special, setSpecial] = useState<{ readonly id: string; readonly mode: RowMode }>();

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

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-task]');
    const id = row?.dataset.task;
    const command = taskCommand(event);
    if (!id || !command || (event.target as HTMLElement).closest('input, [role="menu"]')) return;
    // The box itself answers to the space bar.
    if (event.key === ' ' && (event.target as HTMLElement).closest('button')) return;
    event.preventDefault();
    event.stopPropagation();
    const index = shown.indexOf(id);
    const focusAt = (to: number) => focusRow(shown[to]);
    switch (command) {
      case 'next':
        return focusAt(Math.min(index + 1, shown.length - 1));
      case 'previous':
        return focusAt(Math.max(index - 1, 0));
      case 'first':
        return focusAt(0);
      case 'last':
        return focusAt(shown.length - 1);
      case 'toggle':
        focusAt(index + 1 < shown.length ? index + 1 : index - 1);
        return void actions.toggle(id);
      case 'remove':
        focusAt(index + 1 < shown.length ? index + 1 : index - 1);
        if (taskId === id) goTo(screen);
        return void actions.remove(id);
      case 'edit':
        return onMode(id, 'editing');
      case 'menu':
        return onMode(id, 'menu');
      case 'up':
      case 'down':
        if (canReorder) void actions.step(id, command === 'up' ? -1 : 1).then(() => focusRow(id));
    }
  }

  return (
    <div ref={container} data-task-list onKeyDown={onKeyDown} className="scroll-mb-24">
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
              href={pathOf(screen, id)}
              actions={actions}
              isSelected={id === taskId}
              isCurrent={id === current}
              canReorder={canReorder}
              mode={special?.id === id ? special.mode : 'rest'}
              onMode={onMode}
              onFocus={setFocused}
            />
          )
        }
      </VirtualRows>
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

/** After an edit or a menu the focus returns to the row, unless the person has already gone elsewhere. */
function focusIfLost(container: HTMLElement | null, id: string): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  container?.querySelector<HTMLElement>(`[data-task="${id}"] [data-task-link]`)?.focus();
}
