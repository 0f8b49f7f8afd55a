import { useCallback, useRef, useState, type KeyboardEvent } from 'react';
import { VirtualRows, type VirtualRowsHandle } from '../ui/virtual-rows.tsx';
import type { NoteActions } from './note-actions.ts';
import { NoteRow, NOTE_ROW_HEIGHT } from './note-row.tsx';

interface Props {
  readonly ids: readonly string[];
  readonly selected: string | undefined;
  readonly actions: NoteActions;
}

const STEPS: { readonly [key: string]: number } = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: -Infinity,
  End: Infinity,
};

export function NoteList({ ids, selected, actions }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const rows = useRef<VirtualRowsHandle>(null);
  const [focused, setFocused] = useState<string>();
  const current = [focused, selected].find((id) => id !== undefined && ids.includes(id)) ?? ids[0];

  const focusRow = useCallback((id: string | undefined) => {
    if (id === undefined) return;
    rows.current?.scrollTo(id);
    setFocused(id);
    // A row that was out of sight is only in the page after the scroll.
    const attempt = (left: number) => {
      const link = container.current?.querySelector<HTMLElement>(`[data-note="${id}"]`);
      if (link) link.focus({ preventScroll: true });
      else if (left > 0) requestAnimationFrame(() => attempt(left - 1));
    };
    attempt(5);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    const { note: id } = (event.target as HTMLElement).dataset;
    if (id === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const index = ids.indexOf(id);
    const focusAt = (to: number) => focusRow(ids[to]);
    const step = STEPS[event.key];
    if (step !== undefined) focusAt(Math.max(0, Math.min(index + step, ids.length - 1)));
    else if (event.key === 'p') void actions.togglePin(id);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      focusAt(index + 1 < ids.length ? index + 1 : index - 1);
      void actions.remove(id);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div ref={container} onKeyDown={onKeyDown}>
      <VirtualRows
        label="Notes"
        ids={ids}
        estimate={NOTE_ROW_HEIGHT}
        keep={current === undefined ? -1 : ids.indexOf(current)}
        handle={rows}
      >
        {(id) => <NoteRow id={id} isSelected={id === selected} isCurrent={id === current} onFocus={setFocused} />}
      </VirtualRows>
    </div>
  );
}
