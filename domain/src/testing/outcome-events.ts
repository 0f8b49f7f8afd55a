import { conflictId } from '../core/conflict.ts';
import type { Fields } from '../core/json.ts';
import type { Mutation } from '../index.ts';
import { eventId, type Said } from './given.ts';
import { TEST_ACCOUNT } from './log.ts';

/** Of another task. */
const PARENT = '01900000-0000-7000-8000-0000000000ab';

export const ENTITY_IDS: Readonly<Record<string, string>> = {
  Task: '01900000-0000-7000-8000-0000000000aa',
  List: '01900000-0000-7000-8000-0000000000bb',
  Note: '01900000-0000-7000-8000-0000000000cc',
  Settings: TEST_ACCOUNT,
};

/** Of the two conflicts that a beginning leaves behind, one is open and one was settled last of all. */
const settling = (field: string) => [
  { conflictId: conflictId(eventId(3), field), choice: 'MINE' },
  { conflictId: conflictId(eventId(3), field), choice: 'EDITED', value: 'Edited' },
];
const reopening = (field: string) => [{ conflictId: conflictId(eventId(4), field) }];

type Creation = 'createTask' | 'continueTask' | 'createList' | 'createNote';

/** What each event may say after the beginning. The types see to it that none is left out. */
export const SAID: Readonly<Record<Exclude<Mutation, Creation>, readonly Fields[]>> = {
  retitleTask: [{ title: 'One' }, { title: 'Other' }],
  describeTask: [{ description: 'ONE\n\ntwo' }, { description: 'one\n\nTWO' }, { description: 'none' }],
  scheduleTask: [
    { start: '2026-11-21', due: '2026-11-22', someday: true },
    { start: '2026-12-21', due: '2026-12-22', someday: false },
  ],
  setTaskRepeat: [
    { repeat: { rule: 'FREQ=DAILY', from: 'schedule' } },
    { repeat: { rule: 'FREQ=DAILY', from: 'completion' } },
  ],
  setTaskReminder: [{ remindAt: '2026-11-21T09:00' }, { remindAt: '2026-11-22T09:00' }],
  prioritizeTask: [{ priority: 1 }, { priority: 2 }],
  tagTask: [{ tags: ['home', 'one'] }, { tags: ['home', 'other'] }],
  untagTask: [{ tags: ['home'] }, { tags: ['home', 'work'] }],
  completeTask: [{}],
  reopenTask: [{}],
  moveTask: [
    { listId: ENTITY_IDS.List!, parentId: PARENT, order: 'a1' },
    { listId: null, parentId: null, order: 'a2' },
  ],
  deleteTask: [{}],
  restoreTask: [{}],
  settleTaskConflict: settling('title'),
  reopenTaskConflict: reopening('title'),
  revertTask: [
    {
      values: {
        title: 'Reverted',
        description: 'ONE, reverted\n\ntwo',
        listId: ENTITY_IDS.List!,
        order: 'a3',
        start: '2026-10-01',
        due: '2026-10-02',
        someday: true,
        parentId: PARENT,
        repeat: { rule: 'FREQ=YEARLY', from: 'schedule' },
        remindAt: '2026-10-01T09:00',
        priority: 3,
        tags: { add: ['reverted'] },
        completedAt: '2026-10-01T09:00:00.000Z',
        deletedAt: '2026-10-01T09:00:00.000Z',
      },
    },
    {
      values: {
        title: 'Back',
        description: 'one\n\nTWO, back',
        listId: null,
        order: 'a4',
        start: null,
        due: null,
        someday: false,
        parentId: null,
        repeat: null,
        remindAt: null,
        priority: 0,
        tags: { remove: ['work'] },
        completedAt: null,
        deletedAt: null,
      },
    },
    { values: { description: 'all reverted' } },
  ],
  renameList: [{ name: 'One' }, { name: 'Other' }],
  recolorList: [{ color: 'red' }, { color: 'teal' }],
  reorderList: [{ order: 'a1' }, { order: 'a2' }],
  deleteList: [{}],
  restoreList: [{}],
  settleListConflict: settling('name'),
  reopenListConflict: reopening('name'),
  revertList: [
    { values: { name: 'Reverted', color: 'pink', order: 'a3', deletedAt: '2026-10-01T09:00:00.000Z' } },
    { values: { name: 'Back', color: 'green', order: 'a4', deletedAt: null } },
  ],
  retitleNote: [{ title: 'One' }, { title: 'Other' }],
  editNote: [{ update: 'AAAA' }, { update: 'BBBB' }],
  pinNote: [{}],
  unpinNote: [{}],
  tagNote: [{ tags: ['home', 'one'] }, { tags: ['home', 'other'] }],
  untagNote: [{ tags: ['home'] }, { tags: ['home', 'work'] }],
  deleteNote: [{}],
  restoreNote: [{}],
  settleNoteConflict: settling('title'),
  reopenNoteConflict: reopening('title'),
  revertNote: [
    { values: { title: 'Reverted', pinned: true, tags: { add: ['reverted'] }, deletedAt: '2026-10-01T09:00:00.000Z' } },
    { values: { title: 'Back', pinned: false, tags: { remove: ['work'] }, deletedAt: null } },
  ],
  choosePolicy: [
    { entityType: 'Task', field: 'title', policy: 'server-wins' },
    { entityType: 'Task', field: 'title', policy: 'client-wins' },
  ],
  setWeekStart: [{ weekStart: 0 }, { weekStart: 6 }],
  setTimeZone: [{ timeZone: 'Europe/Berlin' }, { timeZone: null }],
  revertSettings: [
    { values: { policies: { 'Task.title': null }, weekStart: 1, timeZone: 'Asia/Tokyo' } },
    { values: { policies: { 'Task.title': 'ask' }, weekStart: null, timeZone: 'America/New_York' } },
  ],
};

/** A name that three devices gave at once, and the choice in one of the two conflicts. */
function named(mutation: string, settle: string, key: string, id: string, field: string): Said[] {
  const called = (value: string, device: string): Said => ({
    mutation,
    payload: { [key]: id, [field]: value },
    device,
    parentVersion: 1,
  });
  return [
    called('Stands', 'X'),
    called('Waits', 'Y'),
    called('Waited', 'Z'),
    { mutation: settle, payload: { [key]: id, conflictId: conflictId(eventId(4), field), choice: 'MINE' } },
  ];
}

/** What every pair of events of a concept comes after. */
export const BEGINNINGS: Readonly<Record<string, readonly Said[]>> = {
  Task: [
    {
      mutation: 'createTask',
      payload: {
        taskId: ENTITY_IDS.Task,
        title: 'Begun',
        order: 'a0',
        description: 'one\n\ntwo',
        tags: ['home', 'work'],
      },
    },
    ...named('retitleTask', 'settleTaskConflict', 'taskId', ENTITY_IDS.Task!, 'title'),
    { mutation: 'createList', payload: { listId: ENTITY_IDS.List, name: 'Home', color: 'blue', order: 'a0' } },
    { mutation: 'createTask', payload: { taskId: PARENT, title: 'Whole', order: 'a1' } },
  ],
  List: [
    { mutation: 'createList', payload: { listId: ENTITY_IDS.List, name: 'Begun', color: 'blue', order: 'a0' } },
    ...named('renameList', 'settleListConflict', 'listId', ENTITY_IDS.List!, 'name'),
  ],
  Note: [
    { mutation: 'createNote', payload: { noteId: ENTITY_IDS.Note, title: 'Begun', tags: ['home', 'work'] } },
    ...named('retitleNote', 'settleNoteConflict', 'noteId', ENTITY_IDS.Note!, 'title'),
  ],
  Settings: [
    {
      mutation: 'choosePolicy',
      payload: { settingsId: TEST_ACCOUNT, entityType: 'Task', field: 'title', policy: 'last-writer-wins' },
    },
  ],
};
