import { useMemo } from 'react';
import { useCairn, useIds, type AppCairn } from '../cairn/cairn-context.ts';
import { openTaggedTasks, TAGGED, taggedNotes, taggedTasks, tagsOf } from './indexes.ts';
import { lastResult } from '../ui/last-result.ts';
import { tagKey } from './tag-key.ts';

type Ids = readonly string[];

/** Every tag in use on this device, the most used first. */
export function useTags(): readonly string[] {
  const cairn = useCairn();
  const taskIds = useIds(taggedTasks, TAGGED);
  const noteIds = useIds(taggedNotes, TAGGED);
  return useMemo(() => countTags(cairn, taskIds, noteIds), [cairn, taskIds, noteIds]);
}

/** The same, as of now. */
export function tagsInUse(cairn: AppCairn): readonly string[] {
  return countTags(cairn, cairn.index(taggedTasks.name, TAGGED).get(), cairn.index(taggedNotes.name, TAGGED).get());
}

const countTags = lastResult((cairn: AppCairn, taskIds: Ids, noteIds: Ids): readonly string[] => {
  const uses = new Map<string, number>();
  const refs = [...taskIds.map((id) => ({ type: 'Task', id })), ...noteIds.map((id) => ({ type: 'Note', id }))];
  for (const ref of refs) {
    const entity = cairn.entity(ref);
    for (const tag of entity ? tagsOf(entity) : []) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  }
  return [...uses].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1)).map(([tag]) => tag);
});

/** The tag that an address means; undefined when nothing has it any more. The first release wrote it out there. */
export function useTagOf(key: string): string | undefined {
  return useTags().find((tag) => tagKey(tag) === key || tag === key);
}

/** Ids of the open tasks with a tag, in the order of their lists. */
export function useTasksWithTag(tag: string | undefined): readonly string[] {
  const cairn = useCairn();
  const ids = useIds(openTaggedTasks, TAGGED);
  return useMemo(
    () =>
      ids.filter((id) => {
        const task = cairn.screen.entity({ type: 'Task', id });
        return task !== undefined && tag !== undefined && tagsOf(task).includes(tag);
      }),
    [cairn, ids, tag],
  );
}
