import { sayEvent } from './say-event.ts';

const say = (type: string, applied: Record<string, unknown> = {}) =>
  sayEvent({ type, applied }, (id) => (id === 'l1' ? 'Garden' : undefined));

describe('sayEvent', () => {
  it.each([
    ['TaskCreated', { title: 'a' }, 'Created'],
    ['TaskRetitled', { title: 'Milk' }, 'Renamed to “Milk”'],
    ['TaskDescribed', { description: '' }, 'Removed the description'],
    ['TaskScheduled', { due: '2026-11-20T09:30' }, 'Scheduled: due 2026-11-20'],
    ['TaskScheduled', { start: null, due: null }, 'Scheduled: no start date, no due date'],
    ['TaskPrioritized', { priority: 3 }, 'Set priority to high'],
    ['TaskMoved', { listId: 'l1', order: 'a1' }, 'Moved to Garden'],
    ['TaskMoved', { listId: 'l2' }, 'Moved to another list'],
    ['TaskMoved', { listId: null }, 'Moved to Inbox'],
    ['TaskMoved', { order: 'a1' }, 'Reordered'],
    ['TaskTagged', {}, 'Task tagged'],
  ])('%s %j: %s', (type, applied, text) => {
    expect(say(type, applied)).toBe(text);
  });
});
