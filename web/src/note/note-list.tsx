import { useCallback, useRef, useState } from 'react';
import type { CommandContext } from '../command/command.ts';
import { useProvides } from '../command/provided.ts';
import { VirtualRows, type VirtualRowsHandle } from '../ui/virtual-rows.tsx';
import type { NoteActions } from './note-actions.ts';
import { NoteRow, NOTE_ROW_HEIGHT } from './note-row.tsx';

interface Props {
  readonly ids: readonly string[];
  readonly selected: string | undefined;
  readonly actions: NoteActions;
}

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

  const focusAt = (to: number) => focusRow(ids[to]);
  /** From the row with the focus, or into the list from elsewhere. */
  const step = (by: number) => (context: CommandContext) => {
    const id = rowOf(context);
    focusAt(
      id === undefined ? ids.indexOf(current ?? '') : Math.max(0, Math.min(ids.indexOf(id) + by, ids.length - 1)),
    );
  };
  useProvides(
    {
      'rows.next': step(1),
      'rows.previous': step(-1),
      'rows.first': () => focusAt(0),
      'rows.last': () => focusAt(ids.length - 1),
      'note.remove': (context) => {
        const id = rowOf(context) ?? '';
        const index = ids.indexOf(id);
        focusAt(index + 1 < ids.length ? index + 1 : index - 1);
        void actions.remove(id);
      },
    },
    container,
  );

  return (
    <div ref={container}>
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

function rowOf({ at }: CommandContext): string | undefined {
  return at?.closest<HTMLElement>('[data-note]')?.dataset.note;
}
