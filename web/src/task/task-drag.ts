import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { useEffect, useState, type RefObject } from 'react';
import type { TaskActions } from './task-actions.ts';

const TASK = 'task';
const LIST = 'list';

type Edge = 'top' | 'bottom';

/** The row can be taken, and others dropped on its upper or lower half. */
export function useTaskDrag(row: RefObject<HTMLElement | null>, id: string, isEnabled: boolean) {
  const [edge, setEdge] = useState<Edge | null>(null);
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const element = row.current;
    if (!element || !isEnabled) return;
    return combine(
      draggable({
        element,
        getInitialData: () => ({ kind: TASK, id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === TASK,
        getData: ({ input }) =>
          attachClosestEdge({ kind: TASK, id }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source }) =>
          setEdge(source.data.id === id ? null : (extractClosestEdge(self.data) as Edge | null)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [row, id, isEnabled]);
  return { edge, isDragging };
}

/** A place in the sidebar that takes tasks. `null` is the Inbox. */
export function useTaskDrop(target: RefObject<HTMLElement | null>, listId: string | null): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === TASK,
      getData: () => ({ kind: LIST, id: listId }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [target, listId]);
  return isOver;
}

/** Once for the app: what a drop means. */
export function useTaskDrops(actions: TaskActions): void {
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.kind === TASK,
        onDrop({ source, location }) {
          const target = location.current.dropTargets[0]?.data;
          const id = source.data.id as string;
          if (target?.kind === LIST) void actions.moveToList(id, target.id as string | null);
          if (target?.kind === TASK) {
            void actions.placeBeside(id, target.id as string, extractClosestEdge(target) as Edge);
          }
        },
      }),
    [actions],
  );
}
