import type { IndexDefinition } from '@cairn/client';
import type { Entity } from '@cairn/domain';

/** The partition of tasks that are in no list. */
export const INBOX = 'inbox';
/** The partition of an index that has only one. */
export const ALL = 'all';

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const isDeleted = (task: Entity) => task.fields.deletedAt !== null;
const isCompleted = (task: Entity) => task.fields.completedAt !== null;
const isOpen = (task: Entity) => !isDeleted(task) && !isCompleted(task);
const listOf = (task: Entity) => text(task.fields.listId) || INBOX;

const isPart = (task: Entity) => typeof task.fields.parentId === 'string';

/** Without those that are a part of another: they are shown with it. */
export const openTasks: IndexDefinition = {
  name: 'tasks.open',
  type: 'Task',
  partition: (task) => (isOpen(task) && !isPart(task) ? listOf(task) : undefined),
  sortKey: (task) => text(task.fields.order),
};

export const completedTasks: IndexDefinition = {
  name: 'tasks.completed',
  type: 'Task',
  partition: (task) => (isDeleted(task) || !isCompleted(task) || isPart(task) ? undefined : listOf(task)),
  sortKey: (task) => text(task.fields.completedAt),
  descending: true,
};

export const completedEverywhere: IndexDefinition = {
  ...completedTasks,
  name: 'tasks.completed-everywhere',
  partition: (task) => (isDeleted(task) || !isCompleted(task) ? undefined : ALL),
};

/** When an open task first comes up: its start or its due date, whichever is earlier. */
export function comesUp(start: string | null, due: string | null): string | null {
  return start !== null && (due === null || start < due) ? start : due;
}

const dates = ({ fields: { start, due } }: Entity) => [start as string | null, due as string | null] as const;

/** By when they come up. All that places a task in a day is in the key: a change of it is news. */
export const datedTasks: IndexDefinition = {
  name: 'tasks.dated',
  type: 'Task',
  partition: (task) => (isOpen(task) && comesUp(...dates(task)) !== null ? ALL : undefined),
  sortKey: (task) =>
    [comesUp(...dates(task)), ...dates(task), task.fields.priority, task.fields.order, task.fields.listId].join(' '),
};

/** Put off without a day to begin. */
const isSomeday = ({ fields }: Entity) => fields.someday === true && fields.start === null;
/** Parts of a task are shown with it, unless they have dates of their own. */
const standsAlone = (task: Entity) => typeof task.fields.parentId !== 'string' || comesUp(...dates(task)) !== null;

/** What can be done without waiting for a day, by list; the start is in the key, because it may be in the future. */
export const anytimeTasks: IndexDefinition = {
  name: 'tasks.anytime',
  type: 'Task',
  partition: (task) => (isOpen(task) && standsAlone(task) && !isSomeday(task) ? ALL : undefined),
  sortKey: (task) => [listOf(task), task.fields.order, task.fields.start].join(' '),
};

export const somedayTasks: IndexDefinition = {
  ...anytimeTasks,
  name: 'tasks.someday',
  partition: (task) => (isOpen(task) && standsAlone(task) && isSomeday(task) ? ALL : undefined),
};

export const trashedTasks: IndexDefinition = {
  name: 'tasks.trash',
  type: 'Task',
  partition: (task) => (isDeleted(task) ? ALL : undefined),
  sortKey: (task) => text(task.fields.deletedAt),
  descending: true,
};

export const taskIndexes = [
  openTasks,
  completedTasks,
  completedEverywhere,
  datedTasks,
  anytimeTasks,
  somedayTasks,
  trashedTasks,
];
