import type { EntityDefinition } from '../core/entity.ts';
import { defineEvent } from '../core/event.ts';
import { memberSet } from '../core/kinds/member-set.ts';
import { fixedRegister, register } from '../core/kinds/register.ts';
import { ask } from '../core/policies/ask.ts';
import { laterPlace } from '../core/policies/later-place.ts';
import { mergeLines } from '../core/policies/merge-lines.ts';
import { reopenConflict, revert, settleConflict } from '../core/recovery-events.ts';
import type { Concept } from '../core/registry.ts';
import {
  integer,
  isoTime,
  localDate,
  nullable,
  object,
  optional,
  orderKey,
  text,
  uuid,
  withAnyOf,
} from '../core/shape.ts';
import { tag, tags } from '../tag/tag.ts';

export const TASK_TITLE_LIMIT = 500;
export const TASK_DESCRIPTION_LIMIT = 16_383;

const title = text({ min: 1, max: TASK_TITLE_LIMIT });
const description = text({ max: TASK_DESCRIPTION_LIMIT });
/** 0 none, 1 low, 2 medium, 3 high. */
const priority = integer({ min: 0, max: 3 });

/** A null list is the Inbox. */
const inList = (listId: string | null | undefined) => (listId ? [{ type: 'List', id: listId }] : []);

export const taskEntity = {
  type: 'Task',
  fields: {
    title: register('', title, ask),
    description: register('', description, mergeLines),
    listId: { ...register(null, nullable(uuid)), refersTo: 'List' },
    order: fixedRegister('a0', orderKey, laterPlace),
    start: register(null, nullable(localDate)),
    due: register(null, nullable(localDate)),
    priority: register(0, priority),
    tags: memberSet(tag),
    completedAt: register(null, nullable(isoTime)),
    createdAt: { ...fixedRegister(null, nullable(isoTime)), revertible: false },
    deletedAt: fixedRegister(null, nullable(isoTime)),
  },
} satisfies EntityDefinition;

export const taskEvents = {
  createTask: defineEvent({
    type: 'TaskCreated',
    entity: 'Task',
    key: 'taskId',
    creates: true,
    payload: object({
      taskId: uuid,
      title,
      order: orderKey,
      description: optional(description),
      listId: optional(nullable(uuid)),
      start: optional(nullable(localDate)),
      due: optional(nullable(localDate)),
      priority: optional(priority),
      tags: optional(tags),
    }),
    writes: ['title', 'order', 'description', 'listId', 'start', 'due', 'priority', 'tags', 'createdAt'],
    changes: ({ taskId: _, tags, ...given }, at) => ({
      ...given,
      tags: tags && tags.length > 0 ? { add: tags } : undefined,
      createdAt: at,
    }),
    references: (task) => inList(task.listId),
  }),
  retitleTask: defineEvent({
    type: 'TaskRetitled',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid, title }),
    writes: ['title'],
    changes: (task) => ({ title: task.title }),
  }),
  describeTask: defineEvent({
    type: 'TaskDescribed',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid, description }),
    writes: ['description'],
    changes: (task) => ({ description: task.description }),
  }),
  scheduleTask: defineEvent({
    type: 'TaskScheduled',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: withAnyOf(
      ['start', 'due'],
      object({ taskId: uuid, start: optional(nullable(localDate)), due: optional(nullable(localDate)) }),
    ),
    writes: ['start', 'due'],
    changes: (task) => ({ start: task.start, due: task.due }),
  }),
  prioritizeTask: defineEvent({
    type: 'TaskPrioritized',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid, priority }),
    writes: ['priority'],
    changes: (task) => ({ priority: task.priority }),
  }),
  tagTask: defineEvent({
    type: 'TaskTagged',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid, tags }),
    writes: ['tags'],
    changes: (task) => ({ tags: { add: task.tags } }),
  }),
  untagTask: defineEvent({
    type: 'TaskUntagged',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid, tags }),
    writes: ['tags'],
    changes: (task) => ({ tags: { remove: task.tags } }),
  }),
  completeTask: defineEvent({
    type: 'TaskCompleted',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid }),
    writes: ['completedAt'],
    changes: (_task, at) => ({ completedAt: at }),
  }),
  reopenTask: defineEvent({
    type: 'TaskReopened',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid }),
    writes: ['completedAt'],
    changes: () => ({ completedAt: null }),
  }),
  moveTask: defineEvent({
    type: 'TaskMoved',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: withAnyOf(
      ['listId', 'order'],
      object({ taskId: uuid, listId: optional(nullable(uuid)), order: optional(orderKey) }),
    ),
    writes: ['listId', 'order'],
    changes: (task) => ({ listId: task.listId, order: task.order }),
    references: (task) => inList(task.listId),
  }),
  deleteTask: defineEvent({
    type: 'TaskDeleted',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid }),
    writes: ['deletedAt'],
    changes: (_task, at) => ({ deletedAt: at }),
  }),
  restoreTask: defineEvent({
    type: 'TaskRestored',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid }),
    writes: ['deletedAt'],
    changes: () => ({ deletedAt: null }),
  }),
  settleTaskConflict: settleConflict(taskEntity, 'taskId'),
  reopenTaskConflict: reopenConflict(taskEntity, 'taskId'),
  revertTask: revert(taskEntity, 'taskId'),
};

export const task = { entity: taskEntity, events: taskEvents } satisfies Concept;
