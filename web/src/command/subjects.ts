import type { Route } from '../shell/router.ts';

/** Ids of what commands are about, by scope. */
export interface Subjects {
  readonly task: readonly string[];
  readonly note: readonly string[];
  readonly list: readonly string[];
}

let chosenTasks: readonly string[] = [];

/** Tasks that are chosen together: commands are about all of them, until they are given up by an empty list. */
export function chooseTasks(ids: readonly string[]): void {
  chosenTasks = ids;
}

/** Whether some are, be it a single one. */
export function areTasksChosen(): boolean {
  return chosenTasks.length > 0;
}

/** What is chosen; else the row that has the focus; else what is open. */
export function subjectsOf({ screen, taskId, noteId }: Route, at: HTMLElement | null): Subjects {
  const row = (name: string) => at?.closest<HTMLElement>(`[data-${name}]`)?.dataset[name];
  const only = (id: string | undefined) => (id === undefined ? [] : [id]);
  const list = row('list');
  if (list !== undefined) return { task: [], note: [], list: [list] };
  return {
    task: chosenTasks.length > 0 ? chosenTasks : only(row('task') ?? taskId),
    note: only(row('note') ?? noteId),
    list: screen.name === 'list' ? [screen.listId] : [],
  };
}
