import type { Repeat } from '@cairn/domain';
import { sayRepeat } from '../../task/say-repeat.ts';
import { sayDate } from '../../task/say-date.ts';
import { PRIORITIES } from '../../task/priority.ts';
import {
  createdWords,
  placeWords,
  recoveryWords,
  sayTags,
  tagged,
  tagsWords,
  titleWords,
  trashWords,
} from './common.ts';
import { change, whole, type ConceptWords, type FieldWords } from './concept-words.ts';

const dateWords = (which: string): FieldWords => ({
  name: `${which} date`,
  inSentence: `the ${which.toLowerCase()} date`,
  say: (value, { today }) => (value === null ? 'No date' : sayDate(String(value), today).text),
});

const fields = {
  title: titleWords('Title'),
  description: {
    name: 'Description',
    inSentence: 'the description',
    say: (value) => (value === '' ? 'Empty' : String(value)),
    isText: true,
    isLong: true,
  },
  listId: {
    name: 'List',
    inSentence: 'its list',
    say: (value, { list }) => (value === null ? 'Inbox' : (list(String(value)) ?? 'Another list')),
  },
  parentId: {
    name: 'Part of',
    inSentence: 'what it is a part of',
    say: (value) => (value === null ? 'No other task' : 'Another task'),
  },
  order: placeWords,
  start: dateWords('Start'),
  due: dateWords('Due'),
  someday: {
    name: 'Someday',
    inSentence: 'whether it is put off for some day',
    say: (value) => (value ? 'Someday' : 'Not put off'),
  },
  priority: {
    name: 'Priority',
    inSentence: 'the priority',
    say: (value) => PRIORITIES[Number(value)] ?? 'Another value',
  },
  tags: tagsWords,
  repeat: {
    name: 'Repeat',
    inSentence: 'how it repeats',
    say: (value) => (value === null ? 'Does not repeat' : sayRepeat(value as Repeat)),
  },
  remindAt: {
    name: 'Reminder',
    inSentence: 'the reminder',
    say: (value, { today }) => (value === null ? 'No reminder' : sayDate(String(value), today).text),
  },
  completedAt: {
    name: 'Done',
    inSentence: 'whether it is done',
    say: (value) => (value === null ? 'Not done' : 'Done'),
  },
  createdAt: createdWords,
  deletedAt: trashWords,
} satisfies { readonly [field: string]: FieldWords };

export const taskWords: ConceptWords = {
  noun: 'task',
  untitled: 'a task',
  titleField: 'title',
  fields,
  events: {
    TaskCreated: {
      did: 'added',
      say: ({ asked }) =>
        `Created${Array.isArray(asked.tags) && asked.tags.length > 0 ? ` with ${sayTags(asked.tags)}` : ''}`,
      isWhole: true,
    },
    TaskContinued: {
      did: 'made the next round of',
      say: ({ applied }) =>
        Object.keys(applied).length > 0
          ? 'Made as the next round of a task that was completed'
          : 'Completed elsewhere too: this round was there already',
      isWhole: true,
    },
    TaskRetitled: change('renamed', 'Renamed'),
    TaskDescribed: {
      did: 'changed the description of',
      say: ({ asked }) => (asked.description === '' ? 'Removed the description' : 'Changed the description'),
    },
    TaskScheduled: {
      did: 'scheduled',
      say: ({ asked }) => (asked.someday === true ? 'Put off for some day' : 'Scheduled'),
    },
    TaskRepeatSet: {
      did: 'changed the repeat of',
      say: ({ asked }) => (asked.repeat === null ? 'Stopped repeating it' : 'Set how it repeats'),
    },
    TaskReminderSet: {
      did: 'changed the reminder of',
      say: ({ asked }) => (asked.remindAt === null ? 'Removed the reminder' : 'Set a reminder'),
    },
    TaskPrioritized: change('set the priority of', 'Set the priority'),
    TaskTagged: tagged('Tagged', 'tagged'),
    TaskUntagged: tagged('Took off', 'took a tag off'),
    TaskCompleted: whole('completed', 'Completed'),
    TaskReopened: whole('reopened', 'Reopened'),
    TaskMoved: {
      did: 'moved',
      say: ({ asked }) => {
        if (asked.parentId !== undefined)
          return asked.parentId === null ? 'Moved out of its task' : 'Moved into a task';
        return asked.listId === undefined ? 'Changed its place in the list' : 'Moved to another list';
      },
    },
    TaskDeleted: whole('deleted', 'Moved to the trash'),
    TaskRestored: whole('restored', 'Restored from the trash'),
    ...recoveryWords('Task', fields),
  },
};
