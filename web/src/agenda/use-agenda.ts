import type { AppCairn } from '../cairn/cairn-context.ts';
import { useCairn, useIds } from '../cairn/cairn-context.ts';
import { isInTrash, type Entity } from '@cairn/domain';
import { lists, trashedLists } from '../list/indexes.ts';
import { ALL, anytimeTasks, comesUp, datedTasks, somedayTasks } from '../task/indexes.ts';
import { lastResult } from '../ui/last-result.ts';
import { useToday } from '../ui/use-today.ts';
import { anytimeGroups, todayGroups, upcomingGroups, type Dated, type Group } from './agenda.ts';

type Ids = readonly string[];

interface Item extends Dated {
  readonly listId: string | null;
  readonly parentId: string | null;
}

function itemOf(cairn: AppCairn, id: string): Item {
  const fields = cairn.screen.entity({ type: 'Task', id })?.fields ?? {};
  const {
    start = null,
    due = null,
    priority = 0,
    order = '',
    listId = null,
    parentId = null,
  } = fields as Partial<Item>;
  return { id, start, due, priority, order, listId, parentId };
}

/** What is in a list, or a part of a task, that is in the trash is in the trash with it. */
function itemsOf(cairn: AppCairn, ids: Ids, goneLists: Ids = []): Item[] {
  const gone = new Set(goneLists);
  const find = (id: string) => cairn.screen.entity({ type: 'Task', id });
  const isGone = ({ id, listId, parentId }: Item) =>
    (listId !== null && gone.has(listId)) || (parentId !== null && isInTrash(find(id) as Entity, find));
  return ids.map((id) => itemOf(cairn, id)).filter((item) => !isGone(item));
}

/** How many of these, which are sorted by when they come up, have done so. */
function countUpTo(cairn: AppCairn, ids: Ids, today: string): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { start, due } = itemOf(cairn, ids[middle]!);
    if (comesUp(start, due)!.slice(0, 10) <= today) low = middle + 1;
    else high = middle;
  }
  return low;
}

const todayOf = lastResult((cairn: AppCairn, ids: Ids, goneLists: Ids, today: string) =>
  todayGroups(itemsOf(cairn, ids.slice(0, countUpTo(cairn, ids, today)), goneLists), today),
);

const upcomingOf = lastResult((cairn: AppCairn, ids: Ids, goneLists: Ids, today: string) =>
  upcomingGroups(itemsOf(cairn, ids, goneLists), today),
);

const byList = (cairn: AppCairn, ids: Ids, listIds: Ids, today: string) =>
  anytimeGroups(itemsOf(cairn, ids), listIds, today);
const anytimeOf = lastResult(byList);
const somedayOf = lastResult(byList);

export function useTodayGroups(): { readonly overdue: Group; readonly today: Group } {
  return todayOf(useCairn(), useIds(datedTasks, ALL), useIds(trashedLists, ALL), useToday());
}

export function useUpcomingGroups(): readonly Group[] {
  return upcomingOf(useCairn(), useIds(datedTasks, ALL), useIds(trashedLists, ALL), useToday());
}

/** By list: the Inbox first, under the key `INBOX`. */
export function useAnytimeGroups(): readonly Group[] {
  return anytimeOf(useCairn(), useIds(anytimeTasks, ALL), useIds(lists, ALL), useToday());
}

/** By list, as what can be done at any time. */
export function useSomedayGroups(): readonly Group[] {
  return somedayOf(useCairn(), useIds(somedayTasks, ALL), useIds(lists, ALL), useToday());
}
