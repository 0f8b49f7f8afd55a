import { useEffect, useState, type RefObject } from 'react';
import type * as DragTargets from './drag-targets.ts';
import type { TaskActions } from './task-actions.ts';

/** Milliseconds; nobody drags before there is something to see. */
const DELAY = 500;

let loading: Promise<typeof DragTargets> | undefined;

/** In a file of its own, after the first list. */
function dragTargets(): Promise<typeof DragTargets> {
  loading ??= new Promise<void>((resolve) => setTimeout(resolve, DELAY)).then(() => import('./drag-targets.ts'));
  // Without a road and not yet kept by the service worker: the next row tries again.
  loading.catch(() => (loading = undefined));
  return loading;
}

/** Begins once it can; answers how to end it. */
function whenLoaded(begin: (targets: typeof DragTargets) => () => void): () => void {
  let end: (() => void) | undefined;
  let isOver = false;
  dragTargets().then(
    (targets) => {
      if (!isOver) end = begin(targets);
    },
    () => undefined,
  );
  return () => {
    isOver = true;
    end?.();
  };
}

/** The row can be taken, and others dropped on its upper or lower half. */
export function useTaskDrag(row: RefObject<HTMLElement | null>, id: string, isEnabled: boolean) {
  const [edge, setEdge] = useState<DragTargets.Edge | null>(null);
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const element = row.current;
    if (!element || !isEnabled) return;
    return whenLoaded(({ dragRow }) => dragRow(element, id, { onEdge: setEdge, onDragging: setDragging }));
  }, [row, id, isEnabled]);
  return { edge, isDragging };
}

/** A place in the sidebar that takes tasks. `null` is the Inbox. */
export function useTaskDrop(target: RefObject<HTMLElement | null>, listId: string | null): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    return whenLoaded(({ dropOnList }) => dropOnList(element, listId, setOver));
  }, [target, listId]);
  return isOver;
}

/** Once for the app: what a drop means. */
export function useTaskDrops(actions: TaskActions): void {
  useEffect(() => whenLoaded(({ monitorDrops }) => monitorDrops(actions)), [actions]);
}
