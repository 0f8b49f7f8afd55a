import { useEffect, useMemo, useReducer } from 'react';
import { useCairn, useIds } from '../cairn/cairn-context.ts';
import { ALL, INBOX, openTasks, trashedTasks } from './indexes.ts';
import { openParts, parts } from './part-indexes.ts';
import { TaskTree } from './task-tree.ts';

export function useTaskTree(): TaskTree {
  const cairn = useCairn();
  return useMemo(() => new TaskTree(cairn), [cairn]);
}

/** The direct parts of a task, in their order. */
export function useParts(id: string): readonly string[] {
  const tree = useTaskTree();
  const all = useIds(parts, id);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `all` tells when the answer is another one
  return useMemo(() => tree.partsOf(id), [tree, id, all]);
}

/** The tree below a task: rendered again whenever anything in it changes. */
export function useAllParts(id: string): TaskTree {
  const cairn = useCairn();
  const tree = useTaskTree();
  const [, render] = useReducer((count: number) => count + 1, 0);
  // Which indexes there are to listen to depends on the tree itself.
  useEffect(() => {
    let stops: (() => void)[] = [];
    const listen = () => {
      stops.forEach((stop) => stop());
      const ids = [id, ...tree.below(id).map((part) => part.id)];
      stops = ids.map((one) =>
        cairn.screen.index(parts.name, one).subscribe(() => {
          listen();
          render();
        }),
      );
    };
    listen();
    return () => stops.forEach((stop) => stop());
  }, [cairn, tree, id]);
  return tree;
}

/** How many of its direct parts are done; undefined where it has none. */
export function usePartCount(id: string): { readonly done: number; readonly all: number } | undefined {
  const tree = useTaskTree();
  const ids = useParts(id);
  if (ids.length === 0) return undefined;
  const done = ids.filter((part) => tree.find(part)?.fields.completedAt !== null).length;
  return { done, all: ids.length };
}

/** The open tasks of a list, and parts in it that are shown below nothing. */
export function useOpenTasks(listId: string | null): readonly string[] {
  const tree = useTaskTree();
  const open = useIds(openTasks, listId ?? INBOX);
  const all = useIds(openParts, ALL);
  const trashed = useIds(trashedTasks, ALL);
  return useMemo(() => {
    const isHere = (id: string) => (tree.find(id)?.fields.listId ?? null) === listId;
    const strays = all.filter((id) => isHere(id) && tree.above(id) === undefined);
    return strays.length > 0 ? [...open, ...strays] : open;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is in the trash tells which are strays
  }, [tree, listId, open, all, trashed]);
}
