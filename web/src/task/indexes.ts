import type { IndexDefinition } from '@cairn/client';
import type { Entity } from '@cairn/domain';

/** The partition of tasks that are in no list. */
export const INBOX = 'inbox';
/** The partition of an index that has only one. */
export const ALL = 'all';

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const isDeleted = (task: Entity) => task.fields.deletedAt !== null;
const isCompleted = (task: Entity) => task.fields.completedAt !== null;
const listOf = (task: Entity) => text(task.fields.listId) || INBOX;

export const openTasks: IndexDefinition = {
  name: 'tasks.open',
  type: 'Task',
  partition: (task) => (isDeleted(task) || isCompleted(task) ? undefined : listOf(task)),
  sortKey: (task) => text(task.fields.order),
};

export const completedTasks: IndexDefinition = {
  name: 'tasks.completed',
  type: 'Task',
  partition: (task) => (isDeleted(task) || !isCompleted(task) ? undefined : listOf(task)),
  sortKey: (task) => text(task.fields.completedAt),
  descending: true,
};

export const completedEverywhere: IndexDefinition = {
  ...completedTasks,
  name: 'tasks.completed-everywhere',
  partition: (task) => (completedTasks.partition(task) === undefined ? undefined : ALL),
};

export const trashedTasks: IndexDefinition = {
  name: 'tasks.trash',
  type: 'Task',
  partition: (task) => (isDeleted(task) ? ALL : undefined),
  sortKey: (task) => text(task.fields.deletedAt),
  descending: true,
};

export const taskIndexes = [openTasks, completedTasks, completedEverywhere, trashedTasks];
