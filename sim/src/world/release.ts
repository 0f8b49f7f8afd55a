import type { CairnApp } from '@cairn/client';
import { testApp } from '@cairn/client/testing';
import {
  createRegistry,
  list,
  note,
  registry,
  settings,
  task,
  type Concept,
  type EventDefinition,
} from '@cairn/domain';

/** Before there were notes, tags on tasks, parts of tasks, rounds and reminders. */
const { tags: _, parentId: _p, someday: _s, repeat: _r, remindAt: _m, ...oldFields } = task.entity.fields;
const {
  tagTask: _tagTask,
  untagTask: _untagTask,
  continueTask: _continueTask,
  setTaskRepeat: _setTaskRepeat,
  setTaskReminder: _setTaskReminder,
  createTask,
  ...oldEvents
} = task.events;
const create: EventDefinition = createTask;
const oldTask: Concept = {
  entity: { type: 'Task', fields: oldFields },
  events: {
    ...oldEvents,
    createTask: {
      ...create,
      writes: create.writes.filter((field) => field in oldFields),
      changes(payload, at) {
        const { tags: _, ...rest } = create.changes(payload, at);
        return rest;
      },
    },
  },
};

const SETTINGS = { settings: { type: 'Settings', field: 'policies' } };

function without({ entity, events }: Concept, mutation: string): Concept {
  return { entity, events: Object.fromEntries(Object.entries(events).filter(([name]) => name !== mutation)) };
}

/** The app as devices have it: today's, or one that was not updated for long [E4]. */
export const RELEASES = {
  today: testApp,
  old: { ...testApp, registry: createRegistry([list, oldTask, settings], SETTINGS) },
} satisfies Readonly<Record<string, CairnApp>>;

export type Release = keyof typeof RELEASES;

/** What a server takes: today's events, or those of a release that did not have some of them. */
export const SERVER_RELEASES = {
  today: registry,
  old: createRegistry(
    [
      without(list, 'renameList'),
      without(without(task, 'prioritizeTask'), 'continueTask'),
      without(note, 'retitleNote'),
      settings,
    ],
    SETTINGS,
  ),
};
