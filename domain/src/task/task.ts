import type { EntityDefinition } from '../core/entity.ts';
import { defineEvent } from '../core/event.ts';
import type { Json } from '../core/json.ts';
import { memberSet } from '../core/kinds/member-set.ts';
import { fixedRegister, register } from '../core/kinds/register.ts';
import { ask } from '../core/policies/ask.ts';
import { laterPlace } from '../core/policies/later-place.ts';
import { mergeLines } from '../core/policies/merge-lines.ts';
import { reopenConflict, revert, settleConflict } from '../core/recovery-events.ts';
import type { Concept } from '../core/registry.ts';
import {
  boolean,
  integer,
  isoTime,
  localDate,
  localTime,
  nullable,
  object,
  optional,
  orderKey,
  text,
  uuid,
  where,
  withAnyOf,
  type ObjectOf,
  type Shape,
} from '../core/shape.ts';
import { tag, tags } from '../tag/tag.ts';
import { repeatShape } from './repeat.ts';
import { roundId } from './round-id.ts';

export const TASK_TITLE_LIMIT = 500;
export const TASK_DESCRIPTION_LIMIT = 16_383;

const title = text({ min: 1, max: TASK_TITLE_LIMIT });
const description = text({ max: TASK_DESCRIPTION_LIMIT });
/** 0 none, 1 low, 2 medium, 3 high. */
const priority = integer({ min: 0, max: 3 });

interface Place {
  readonly listId?: string | null | undefined;
  readonly parentId?: string | null | undefined;
}

/** A null list is the Inbox; a null parent the top level. */
const placedIn = ({ listId, parentId }: Place) => [
  ...(listId ? [{ type: 'List', id: listId }] : []),
  ...(parentId ? [{ type: 'Task', id: parentId }] : []),
];

const withParent = <T extends Place & { readonly taskId: string }>(shape: Shape<T>) =>
  where(shape, ({ taskId, parentId }) => parentId !== taskId, 'another task', 'parentId');

/** What a new task says, under whatever id. */
const newTask = {
  taskId: uuid,
  title,
  order: orderKey,
  description: optional(description),
  listId: optional(nullable(uuid)),
  parentId: optional(nullable(uuid)),
  start: optional(nullable(localDate)),
  due: optional(nullable(localDate)),
  someday: optional(boolean),
  priority: optional(priority),
  tags: optional(tags),
  repeat: optional(nullable(repeatShape)),
  remindAt: optional(nullable(localTime)),
};

const WRITTEN_BY_NEW = [
  'title',
  'order',
  'description',
  'listId',
  'parentId',
  'start',
  'due',
  'someday',
  'priority',
  'tags',
  'repeat',
  'remindAt',
  'createdAt',
] as const;

export const taskEntity = {
  type: 'Task',
  fields: {
    title: register('', title, ask),
    description: register('', description, mergeLines),
    listId: { ...register(null, nullable(uuid)), refersTo: 'List' },
    /** The task that it is a part of; see `parentOf`. */
    parentId: { ...register(null, nullable(uuid)), refersTo: 'Task' },
    order: fixedRegister('a0', orderKey, laterPlace),
    start: register(null, nullable(localDate)),
    due: register(null, nullable(localDate)),
    /** Put off without a date. */
    someday: register(false, boolean),
    priority: register(0, priority),
    tags: memberSet(tag),
    repeat: register(null, nullable(repeatShape)),
    remindAt: register(null, nullable(localTime)),
    completedAt: register(null, nullable(isoTime)),
    createdAt: { ...fixedRegister(null, nullable(isoTime)), revertible: false },
    deletedAt: fixedRegister(null, nullable(isoTime)),
  },
} satisfies EntityDefinition;

function created(
  { tags, ...given }: Omit<ObjectOf<typeof newTask>, 'taskId'>,
  at: string,
): { readonly [field: string]: Json | undefined } {
  return { ...given, tags: tags && tags.length > 0 ? { add: tags } : undefined, createdAt: at };
}

export const taskEvents = {
  createTask: defineEvent({
    type: 'TaskCreated',
    entity: 'Task',
    key: 'taskId',
    creates: true,
    payload: withParent(object(newTask)),
    writes: WRITTEN_BY_NEW,
    changes: ({ taskId: _, ...given }, at) => created(given, at),
    references: (task) => placedIn(task),
  }),
  continueTask: defineEvent({
    type: 'TaskContinued',
    entity: 'Task',
    key: 'taskId',
    creates: 'once',
    payload: where(
      withParent(object({ ...newTask, roundOf: uuid })),
      ({ taskId, roundOf }) => taskId === roundId(roundOf),
      'the id of the round after roundOf',
      'taskId',
    ),
    writes: WRITTEN_BY_NEW,
    changes: ({ taskId: _, roundOf: __, ...given }, at) => created(given, at),
    references: ({ roundOf, ...given }) => [{ type: 'Task', id: roundOf }, ...placedIn(given)],
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
      ['start', 'due', 'someday'],
      object({
        taskId: uuid,
        start: optional(nullable(localDate)),
        due: optional(nullable(localDate)),
        someday: optional(boolean),
      }),
    ),
    writes: ['start', 'due', 'someday'],
    changes: (task) => ({ start: task.start, due: task.due, someday: task.someday }),
  }),
  setTaskRepeat: defineEvent({
    type: 'TaskRepeatSet',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid, repeat: nullable(repeatShape) }),
    writes: ['repeat'],
    changes: (task) => ({ repeat: task.repeat }),
  }),
  setTaskReminder: defineEvent({
    type: 'TaskReminderSet',
    entity: 'Task',
    key: 'taskId',
    creates: false,
    payload: object({ taskId: uuid, remindAt: nullable(localTime) }),
    writes: ['remindAt'],
    changes: (task) => ({ remindAt: task.remindAt }),
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
      ['listId', 'parentId', 'order'],
      withParent(
        object({
          taskId: uuid,
          listId: optional(nullable(uuid)),
          parentId: optional(nullable(uuid)),
          order: optional(orderKey),
        }),
      ),
    ),
    writes: ['listId', 'parentId', 'order'],
    changes: (task) => ({ listId: task.listId, parentId: task.parentId, order: task.order }),
    references: (task) => placedIn(task),
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
