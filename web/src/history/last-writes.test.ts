import type { Entity, FieldWriter } from '@cairn/domain';
import { lastWrites } from './last-writes.ts';

const by = (device: string, version: number): FieldWriter => ({
  version,
  clock: `2026-11-20T09:0${version}:00.000Z-0000`,
  device,
  sequence: version,
  parent: version - 1,
});

const task = (writers: Entity['writers'], fields: Entity['fields'] = {}): Entity => ({
  type: 'Task',
  id: 't1',
  version: 9,
  position: 9,
  fields: { completedAt: null, deletedAt: null, ...fields },
  writers,
  seen: {},
  conflicts: {},
});

it('tells the last write to each field, newest first, one line for one event', () => {
  const entity = task(
    { title: by('b', 4), start: by('a', 3), due: by('a', 3), createdAt: by('a', 1), completedAt: by('a', 5) },
    { completedAt: '2026-11-20T09:05:00.000Z' },
  );
  expect(lastWrites(entity)).toEqual([
    { version: 5, device: 'a', at: '2026-11-20T09:05:00.000Z', text: 'Completed' },
    { version: 4, device: 'b', at: '2026-11-20T09:04:00.000Z', text: 'Changed the title' },
    { version: 3, device: 'a', at: '2026-11-20T09:03:00.000Z', text: 'Changed the start date and the due date' },
    { version: 1, device: 'a', at: '2026-11-20T09:01:00.000Z', text: 'Created' },
  ]);
});

it.each([
  ['completedAt', null, 'Reopened'],
  ['deletedAt', null, 'Restored from the trash'],
  ['deletedAt', '2026-11-20', 'Moved to the trash'],
])('tells from %s %s', (field, value, text) => {
  expect(lastWrites(task({ [field]: by('a', 2) }, { [field]: value }))[0]!.text).toBe(text);
});
