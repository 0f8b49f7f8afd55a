import { emptyEntity, registry } from '@cairn/domain';
import { versionRows } from './version-rows.ts';

const names = { list: () => undefined, today: '2026-11-20' };
const empty = emptyEntity(registry.entity('Task'), 't1');
const now = { ...empty, fields: { ...empty.fields, title: 'a', priority: 3, tags: ['home'], due: '2026-11-20' } };

test('[H1] a version tells what it had, and what is different now', () => {
  const then = { title: 'b', priority: 0, tags: ['home'], due: null, start: null, description: 'more' };
  expect(versionRows(now, then, names)).toEqual([
    { field: 'description', name: 'Description', then: 'more', now: 'Empty' },
    { field: 'due', name: 'Due date', then: 'No date', now: 'Today' },
    { field: 'priority', name: 'Priority', then: 'None', now: 'High' },
    { field: 'tags', name: 'Tags', then: '#home', now: undefined },
  ]);
});

test('[H1] of what was empty and is empty it says nothing', () => {
  expect(versionRows(empty, empty.fields, names)).toEqual([]);
});
