import { useRef, type MouseEvent, type PointerEvent } from 'react';
import type { Choosing } from './task-row.tsx';

/** A touch of this many milliseconds chooses the row, unless the finger moves further than this many pixels. */
const LONG = 450;
const STILL = 10;

/** The id of what says to a screen reader that a row is chosen. */
export const CHOSEN_NOTE = 'chosen-note';

interface Options {
  readonly id: string;
  readonly isTouch: boolean;
  readonly isChoosing: boolean;
  readonly isEnabled: boolean;
  readonly onChoose: (id: string, how: Choosing) => void;
}

/**
 * Choosing rows: a click with Ctrl or ⌘ takes one in or out, with Shift all up to it; a long touch begins, and then every
 * touch takes one in or out.
 */
export function useChoosing({ id, isTouch, isChoosing, isEnabled, onChoose }: Options) {
  const held = useRef<{ readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> }>(
    undefined,
  );
  const wasLong = useRef(false);

  function letGo() {
    clearTimeout(held.current?.timer);
    held.current = undefined;
  }

  if (!isEnabled) return {};
  return {
    onPointerDown(event: PointerEvent) {
      wasLong.current = false;
      if (event.pointerType !== 'touch' || isChoosing) return;
      const timer = setTimeout(() => {
        wasLong.current = true;
        navigator.vibrate?.(10);
        onChoose(id, 'alone');
      }, LONG);
      held.current = { x: event.clientX, y: event.clientY, timer };
    },
    onPointerMove(event: PointerEvent) {
      const { current: start } = held;
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL) letGo();
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onContextMenu(event: MouseEvent) {
      // The long touch has its meaning here.
      if (isTouch) event.preventDefault();
    },
    onMouseDown(event: MouseEvent) {
      // No text is selected on the way.
      if (event.shiftKey) event.preventDefault();
    },
    onClickCapture(event: MouseEvent<HTMLElement>) {
      const isWith = event.ctrlKey || event.metaKey;
      const isTap = isTouch && (isChoosing || wasLong.current);
      if (isWith || event.shiftKey || isTap) {
        event.preventDefault();
        event.stopPropagation();
        if (!wasLong.current) onChoose(id, event.shiftKey ? 'stretch' : 'alone');
        event.currentTarget.querySelector<HTMLElement>('[data-task-link]')?.focus({ preventScroll: true });
      } else if (isChoosing && (event.target as Element).closest('[data-task-link]')) onChoose(id, 'none');
      wasLong.current = false;
    },
  };
}
