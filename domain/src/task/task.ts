import type { EntityDefinition } from '../core/entity.ts';
import { defineEvent } from '../core/event.ts';
import type { Json } from '../core/json.ts';
import { lastWriterWins } from '../core/policy.ts';
import type { Concept } from '../core/registry.ts';
import { integer, localDate, nullable, object, optional, orderKey, text, uuid, withAnyOf } from '../core/shape.ts';

export const TASK_TITLE_LIMIT = 500;
export const TASK_DESCRIPTION_LIMIT = 16_383;

const field = (initial: Json) => ({ initial, policy: lastWriterWins });
const title = text({ min: 1, max: TASK_TITLE_LIMIT });
const description = text({ max: TASK_DESCRIPTION_LIMIT });
/** 0 none, 1 low, 2 medium, 3 high. */
const priority = integer({ min: 0, max: 3 });

/** A null list is the Inbox. */
const inList = (listId: string | null | undefined) => (listId ? [{ type: 'List', id: listId }] : []);

export const taskEntity = {
  type: 'Task',
  fields: {
    title: field(''),
    description: field(''),
    listId: field(null),
    order: field('a0'),
    start: field(null),
    due: field(null),
    priority: field(0),
    completedAt: field(null),
    createdAt: field(null),
    deletedAt: field(null),
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
    }),
    writes: ['title', 'order', 'description', 'listId', 'start', 'due', 'priority', 'createdAt'],
    changes: ({ taskId: _, ...given }, at) => ({ ...given, createdAt: at }),
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
};

export const task = { entity: taskEntity, events: taskEvents } satisfies Concept;
