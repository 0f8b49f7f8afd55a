import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import type { TaskActions } from './task-actions.ts';

const TASK = 'task';
const LIST = 'list';

export type Edge = 'top' | 'bottom';

/** The row can be taken, and others dropped on its upper or lower half. Answers how to end that. */
export function dragRow(
  element: HTMLElement,
  id: string,
  { onEdge, onDragging }: { onEdge: (edge: Edge | null) => void; onDragging: (isDragging: boolean) => void },
): () => void {
  return combine(
    draggable({
      element,
      getInitialData: () => ({ kind: TASK, id }),
      onDragStart: () => onDragging(true),
      onDrop: () => onDragging(false),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === TASK,
      getData: ({ input }) =>
        attachClosestEdge({ kind: TASK, id }, { element, input, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self, source }) =>
        onEdge(source.data.id === id ? null : (extractClosestEdge(self.data) as Edge | null)),
      onDragLeave: () => onEdge(null),
      onDrop: () => onEdge(null),
    }),
  );
}

/** A place in the sidebar that takes tasks. `null` is the Inbox. */
export function dropOnList(element: HTMLElement, listId: string | null, onOver: (isOver: boolean) => void): () => void {
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => source.data.kind === TASK,
    getData: () => ({ kind: LIST, id: listId }),
    onDragEnter: () => onOver(true),
    onDragLeave: () => onOver(false),
    onDrop: () => onOver(false),
  });
}

/** What a drop means. */
export function monitorDrops(actions: TaskActions): () => void {
  return monitorForElements({
    canMonitor: ({ source }) => source.data.kind === TASK,
    onDrop({ source, location }) {
      const target = location.current.dropTargets[0]?.data;
      const id = source.data.id as string;
      if (target?.kind === LIST) void actions.moveToList(id, target.id as string | null);
      if (target?.kind === TASK) {
        void actions.placeBeside(id, target.id as string, extractClosestEdge(target) as Edge);
      }
    },
  });
}
