import type { Entity } from '@cairn/domain';
import { ALL, completedEverywhere, completedTasks, INBOX, openTasks, trashedTasks } from './indexes.ts';

const task = (fields: Partial<Record<'listId' | 'completedAt' | 'deletedAt', string>>): Entity => ({
  type: 'Task',
  id: 't1',
  version: 1,
  position: 1,
  writers: {},
  seen: {},
  conflicts: {},
  fields: { title: 'a', order: 'a1', listId: null, completedAt: null, deletedAt: null, ...fields },
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
});
