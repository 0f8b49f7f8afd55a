import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { pointerOutsideOfPreview } from '@atlaskit/pragmatic-drag-and-drop/element/pointer-outside-of-preview';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import type { DropPlace } from './drop-place.ts';
import type { TaskActions } from './task-actions.ts';

export { swipeRow } from './swipe-row.ts';

const TASK = 'task';
const PLACE = 'place';

export type Edge = 'top' | 'bottom';

export interface DragOptions {
  readonly id: string;
  /** Ids of what goes along with it, itself among them. */
  readonly dragged: (id: string) => readonly string[];
  /** Others can be dropped on its upper or lower half. */
  readonly canReorder: boolean;
  readonly onEdge: (edge: Edge | null) => void;
  readonly onDragging: (isDragging: boolean) => void;
}

/** The row can be taken, alone or with the others that are chosen. Answers how to end that. */
export function dragRow(
  element: HTMLElement,
  { id, dragged, canReorder, onEdge, onDragging }: DragOptions,
): () => void {
  const source = draggable({
    element,
    getInitialData: () => ({ kind: TASK, ids: dragged(id) }),
    onGenerateDragPreview({ nativeSetDragImage }) {
      const { length } = dragged(id);
      if (length < 2) return;
      setCustomNativeDragPreview({
        nativeSetDragImage,
        getOffset: pointerOutsideOfPreview({ x: '12px', y: '8px' }),
        render: ({ container }) => void container.append(pill(`${length} tasks`)),
      });
    },
    onDragStart: () => onDragging(true),
    onDrop: () => onDragging(false),
  });
  if (!canReorder) return source;
  const target = dropTargetForElements({
    element,
    canDrop: ({ source }) => source.data.kind === TASK,
    getData: ({ input }) => attachClosestEdge({ kind: TASK, id }, { element, input, allowedEdges: ['top', 'bottom'] }),
    onDrag: ({ self, source }) =>
      onEdge((source.data.ids as string[]).includes(id) ? null : (extractClosestEdge(self.data) as Edge | null)),
    onDragLeave: () => onEdge(null),
    onDrop: () => onEdge(null),
  });
  return combine(source, target);
}

/** What follows the pointer for several. */
function pill(text: string): HTMLElement {
  const element = document.createElement('div');
  element.textContent = text;
  element.className = 'rounded-full bg-accent px-3 py-1 text-sm font-medium text-on-accent';
  return element;
}

/** A place that takes tasks. */
export function dropOnPlace(element: HTMLElement, place: DropPlace, onOver: (isOver: boolean) => void): () => void {
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => source.data.kind === TASK,
    getData: () => ({ kind: PLACE, place }),
    onDragEnter: () => onOver(true),
    onDragLeave: () => onOver(false),
    onDrop: () => onOver(false),
  });
}

/** What a drop means. */
export function monitorDrops(
  actions: TaskActions,
  drop: (ids: readonly string[], place: DropPlace) => void,
): () => void {
  return monitorForElements({
    canMonitor: ({ source }) => source.data.kind === TASK,
    onDrop({ source, location }) {
      const target = location.current.dropTargets[0]?.data;
      const ids = source.data.ids as readonly string[];
      if (target?.kind === PLACE) drop(ids, target.place as DropPlace);
      if (target?.kind === TASK) void actions.placeBeside(ids, target.id as string, extractClosestEdge(target) as Edge);
    },
  });
}
