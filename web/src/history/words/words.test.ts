import { registry, type Fields } from '@cairn/domain';
import type { Happened } from './concept-words.ts';
import { sayChanges, sayDeed, sayDone, sayEvent, titleOf, wordsOf } from './words.ts';

const names = { list: (id: string) => (id === 'l1' ? 'Garden' : undefined), today: '2026-11-20' };

const happened = (type: string, asked: Fields = {}, rest: Partial<Happened> = {}): Happened => ({
  type,
  asked,
  applied: asked,
  before: {},
  conflicts: {},
  ...rest,
});

describe('every concept', () => {
  it.each(registry.entities.map(({ type }) => type))('has words for every field of %s', (type) => {
    expect(Object.keys(wordsOf(type).fields).sort()).toEqual(Object.keys(registry.entity(type).fields).sort());
  });

  it.each(registry.mutations)('has words for %s, and for no event that is not there', (mutation) => {
    const { entity, type } = registry.eventOf(mutation);
    expect(wordsOf(entity).events[type]?.did).toMatch(/^[a-z]/);
    const asked = { entityType: 'Task', field: 'title' };
    expect(sayEvent(entity, happened(type, asked), names)).toMatch(/^[A-Z]/);
    const known = registry.mutations.map((name) => registry.eventOf(name)).filter((event) => event.entity === entity);
    expect(Object.keys(wordsOf(entity).events).sort()).toEqual(known.map((event) => event.type).sort());
  });
});

describe('sayEvent', () => {
  it.each([
    ['Task', 'TaskCreated', { title: 'a', tags: ['home'] }, 'Created with #home'],
    ['Task', 'TaskDescribed', { description: '' }, 'Removed the description'],
    ['Task', 'TaskTagged', { tags: ['a', 'b'] }, 'Tagged #a, #b'],
    ['Task', 'TaskMoved', { order: 'a1' }, 'Changed its place in the list'],
    ['Task', 'TaskReverted', { values: {}, undoes: { device: 'd', sequence: 1 } }, 'Took back an earlier change'],
    ['List', 'ListReverted', { values: {} }, 'Brought back how it was'],
    ['Settings', 'PolicyChosen', { entityType: 'Task', field: 'title', policy: 'ask' }, 'Task title: Ask me'],
    ['Settings', 'PolicyChosen', { entityType: 'List', field: 'name', policy: null }, 'List name: as usual'],
    ['Habit', 'HabitKept', {}, 'Habit kept'],
  ])('%s %s %j: %s', (entityType, type, asked, text) => {
    expect(sayEvent(entityType, happened(type, asked as Fields), names)).toBe(text);
  });

  it('says which version was chosen', () => {
    const by = { version: 4, clock: '', device: 'd', sequence: 1, parent: 3 };
    const conflict = { id: 'c', field: 'title', base: 'a', mine: 'b', theirs: 'c', by, against: by };
    const settled = { choice: 'MINE' as const, value: 'b', before: 'c', by };
    const conflicts = { c: { ...conflict, settled } };
    const say = (choice: string) =>
      sayEvent('Task', happened('TaskConflictSettled', { conflictId: 'c', choice }, { conflicts }), names);
    expect(say('MINE')).toBe('Chose “b” as the title');
    expect(say('EDITED')).toBe('Wrote “b” in place of both');
    // An old event whose conflict is no longer kept.
    expect(sayEvent('Task', happened('TaskConflictSettled', { conflictId: 'c', choice: 'MINE' }), names)).toBe(
      'Chose one of two versions',
    );
  });
});

describe('sayChanges', () => {
  it('gives values before and after in words', () => {
    const event = happened(
      'TaskScheduled',
      { start: null, due: '2026-11-20T09:30' },
      { before: { start: '2026-11-19', due: null } },
    );
    expect(sayChanges('Task', event, names)).toEqual([
      { field: 'start', name: 'Start date', from: 'Yesterday', to: 'No date', isText: false },
      { field: 'due', name: 'Due date', from: 'No date', to: 'Today 09:30', isText: false },
    ]);
    const moved = happened('TaskMoved', { listId: 'l1', order: 'a1' }, { before: { listId: null, order: 'a0' } });
    expect(sayChanges('Task', moved, names).map(({ from, to }) => [from, to])).toEqual([['Inbox', 'Garden']]);
    const reverted = happened(
      'TaskReverted',
      {},
      {
        applied: { completedAt: null, tags: { add: ['a'], remove: ['b'] } },
        before: { completedAt: '2026-11-20T09:00:00.000Z', tags: ['b'] },
      },
    );
    expect(sayChanges('Task', reverted, names).map(({ from, to }) => [from, to])).toEqual([
      ['Done', 'Not done'],
      [undefined, 'added #a; took off #b'],
    ]);
  });

  it('shows what was kept for a choice', () => {
    const by = { version: 4, clock: '', device: 'd', sequence: 1, parent: 3 };
    const kept = { id: 'c', field: 'title', base: 'a', mine: 'b', theirs: 'c', by, against: by, settled: null };
    const say = (conflicts: Happened['conflicts']) =>
      sayChanges('Task', happened('TaskRetitled', { title: 'b' }, { applied: {}, conflicts }), names);
    expect(say({ c: kept, older: null })).toEqual([
      { field: 'title', name: 'Title', from: 'a', to: 'b', isText: true },
    ]);
    expect(say({ c: { ...kept, base: null } })[0]!.from).toBeUndefined();
  });

  it('has nothing to add to a line that says it all', () => {
    expect(sayChanges('Task', happened('TaskCompleted', { completedAt: 'x' }), names)).toEqual([]);
  });
});

it('names a thing by its title, or by what it is', () => {
  expect(titleOf('Task', { title: 'Milk' })).toBe('“Milk”');
  expect(titleOf('Note', { title: '' })).toBe('an untitled note');
  expect(titleOf('Settings', {})).toBe('the settings');
  expect(sayDeed('completeTask', undefined)).toBe('completed a task');
});

it('names what was done at once by its first change, or by the word it was given', () => {
  const deed = { mutation: 'completeTask', entity: { type: 'Task', id: 'x' } };
  expect(sayDone(deed, undefined)).toBe('completed a task');
  expect(sayDone({ ...deed, count: 2 }, undefined)).toBe('completed a task, and one more change');
  expect(sayDone({ ...deed, count: 31 }, undefined)).toBe('completed a task, and 30 more changes');
  expect(sayDone({ ...deed, count: 31, label: 'completed 31 tasks' }, undefined)).toBe('completed 31 tasks');
});

test('a first title is not compared with the words for none', () => {
  const titled = (before: string, title: string) =>
    sayChanges('Note', happened('NoteRetitled', { title }, { before: { title: before } }), names);
  expect(titled('', 'Trip to Skye')).toMatchObject([{ from: 'No title', to: 'Trip to Skye', isText: false }]);
  expect(titled('Trip', 'Trip to Skye')).toMatchObject([{ from: 'Trip', to: 'Trip to Skye', isText: true }]);
});
