import { sayDate } from '../../task/dates.ts';
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
  order: placeWords,
  start: dateWords('Start'),
  due: dateWords('Due'),
  priority: {
    name: 'Priority',
    inSentence: 'the priority',
    say: (value) => PRIORITIES[Number(value)] ?? 'Another value',
  },
  tags: tagsWords,
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
    TaskRetitled: change('renamed', 'Renamed'),
    TaskDescribed: {
      did: 'changed the description of',
      say: ({ asked }) => (asked.description === '' ? 'Removed the description' : 'Changed the description'),
    },
    TaskScheduled: change('scheduled', 'Scheduled'),
    TaskPrioritized: change('set the priority of', 'Set the priority'),
    TaskTagged: tagged('Tagged', 'tagged'),
    TaskUntagged: tagged('Took off', 'took a tag off'),
    TaskCompleted: whole('completed', 'Completed'),
    TaskReopened: whole('reopened', 'Reopened'),
    TaskMoved: {
      did: 'moved',
      say: ({ asked }) => (asked.listId === undefined ? 'Changed its place in the list' : 'Moved to another list'),
    },
    TaskDeleted: whole('deleted', 'Moved to the trash'),
    TaskRestored: whole('restored', 'Restored from the trash'),
    ...recoveryWords('Task', fields),
  },
};
