import { useEffect, useRef, useState, type RefObject } from 'react';
import type * as DragTargets from './drag-targets.ts';
import type { DropPlace } from './drop-place.ts';
import type { SwipeAct } from './swipe.ts';
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

interface Options extends Pick<DragTargets.DragOptions, 'id' | 'dragged' | 'canReorder'> {
  readonly canDrag: boolean;
}

/** The row can be taken, alone or with the others that are chosen, and others dropped on its upper or lower half. */
export function useTaskDrag(row: RefObject<HTMLElement | null>, { id, dragged, canDrag, canReorder }: Options) {
  const [edge, setEdge] = useState<DragTargets.Edge | null>(null);
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const element = row.current;
    if (!element || !canDrag) return;
    return whenLoaded(({ dragRow }) =>
      dragRow(element, { id, dragged, canReorder, onEdge: setEdge, onDragging: setDragging }),
    );
  }, [row, id, dragged, canDrag, canReorder]);
  return { edge, isDragging };
}

/** A finger can move the row aside: docs in swipe-row.ts. */
export function useTaskSwipe(
  row: RefObject<HTMLElement | null>,
  { isEnabled, completeLabel, onAct }: { isEnabled: boolean; completeLabel: string; onAct: (act: SwipeAct) => void },
): void {
  const latest = useRef(onAct);
  useEffect(() => {
    latest.current = onAct;
  });
  useEffect(() => {
    const element = row.current;
    if (!element || !isEnabled) return;
    return whenLoaded(({ swipeRow }) => swipeRow(element, { completeLabel, onAct: (act) => latest.current(act) }));
  }, [row, isEnabled, completeLabel]);
}

/** A place that takes tasks. */
export function useTaskDrop(target: RefObject<HTMLElement | null>, place: DropPlace): boolean {
  const [isOver, setOver] = useState(false);
  const key = JSON.stringify(place);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    return whenLoaded(({ dropOnPlace }) => dropOnPlace(element, JSON.parse(key) as DropPlace, setOver));
  }, [target, key]);
  return isOver;
}

/** Once for the app: what a drop means. */
export function useTaskDrops(actions: TaskActions, drop: (ids: readonly string[], place: DropPlace) => void): void {
  useEffect(() => whenLoaded(({ monitorDrops }) => monitorDrops(actions, drop)), [actions, drop]);
}
