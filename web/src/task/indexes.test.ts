import type { Entity } from '@cairn/domain';
import {
  ALL,
  anytimeTasks,
  comesUp,
  completedEverywhere,
  completedTasks,
  datedTasks,
  INBOX,
  openTasks,
  trashedTasks,
} from './indexes.ts';

const task = (fields: Partial<Record<'listId' | 'start' | 'due' | 'completedAt' | 'deletedAt', string>>): Entity => ({
  type: 'Task',
  id: 't1',
  version: 1,
  position: 1,
  writers: {},
  seen: {},
  conflicts: {},
  fields: {
    title: 'a',
    order: 'a1',
    listId: null,
    start: null,
    due: null,
    priority: 0,
    completedAt: null,
    deletedAt: null,
    ...fields,
  },
});

const placesOf = (entity: Entity) =>
  [openTasks, completedTasks, completedEverywhere, trashedTasks].map((index) => index.partition(entity));

describe('a task stands', () => {
  it('in its list, or in the inbox', () => {
    expect(placesOf(task({}))).toEqual([INBOX, undefined, undefined, undefined]);
    expect(placesOf(task({ listId: 'l1' }))).toEqual(['l1', undefined, undefined, undefined]);
  });

  it('among the completed ones of its list once completed', () => {
    expect(placesOf(task({ listId: 'l1', completedAt: '2026-11-20' }))).toEqual([undefined, 'l1', ALL, undefined]);
  });

  it('only in the trash once deleted, completed or not', () => {
    expect(placesOf(task({ deletedAt: 'x' }))).toEqual([undefined, undefined, undefined, ALL]);
    expect(placesOf(task({ deletedAt: 'x', completedAt: 'y' }))).toEqual([undefined, undefined, undefined, ALL]);
  });

  it('by order while open, by when it was completed after', () => {
    expect(openTasks.sortKey(task({}))).toBe('a1');
    expect(completedTasks.sortKey(task({ completedAt: '2026-11-20' }))).toBe('2026-11-20');
  });

  it('among the dated ones while it is open and has a date', () => {
    expect([{}, { due: '2026-12-01' }, { start: '2026-12-01' }].map((f) => datedTasks.partition(task(f)))).toEqual([
      undefined,
      ALL,
      ALL,
    ]);
    expect(datedTasks.partition(task({ due: '2026-12-01', completedAt: 'x' }))).toBeUndefined();
  });

  it('where another start or due date is news', () => {
    const [a, b] = [task({ start: '2026-12-01', due: '2026-12-05' }), task({ start: '2026-12-01', due: '2026-12-06' })];
    expect(datedTasks.sortKey(a)).not.toBe(datedTasks.sortKey(b));
    expect(anytimeTasks.sortKey(task({}))).not.toBe(anytimeTasks.sortKey(task({ start: '2026-12-01' })));
  });
});

it('comes up on the earlier of its dates', () => {
  expect(comesUp('2026-12-01', '2026-12-05')).toBe('2026-12-01');
  expect(comesUp('2026-12-05', '2026-12-01')).toBe('2026-12-01');
  expect(comesUp(null, '2026-12-01')).toBe('2026-12-01');
  expect(comesUp('2026-12-01', null)).toBe('2026-12-01');
  expect(comesUp(null, null)).toBeNull();
});
