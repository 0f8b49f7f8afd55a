import type { IndexDefinition } from '@cairn/client';
import type { Entity } from '@cairn/domain';

/** The one partition of these indexes. */
export const TAGGED = 'tagged';

export const tagsOf = (entity: Entity) => entity.fields.tags as readonly string[];
const isThere = (entity: Entity) => entity.fields.deletedAt === null;
const isTagged = (entity: Entity) => tagsOf(entity).length > 0;

/** What is tagged, of one type. The tags are in the key: another tag is news, also where the order stays. */
const tagged = (type: string): IndexDefinition => ({
  name: `tags.${type}`,
  type,
  partition: (entity) => (isThere(entity) && isTagged(entity) ? TAGGED : undefined),
  sortKey: (entity) => tagsOf(entity).join(' '),
});

export const taggedTasks = tagged('Task');
export const taggedNotes = tagged('Note');

/** Tasks with tags that are still to be done, in the order of their lists. */
export const openTaggedTasks: IndexDefinition = {
  name: 'tags.open-tasks',
  type: 'Task',
  partition: (task) => (isThere(task) && isTagged(task) && task.fields.completedAt === null ? TAGGED : undefined),
  sortKey: (task) => `${String(task.fields.order)} ${tagsOf(task).join(' ')}`,
};

export const tagIndexes = [taggedTasks, taggedNotes, openTaggedTasks];
