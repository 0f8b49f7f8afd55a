import { emptyEntity, registry, type Entity, type Fields } from '@cairn/domain';
import { lastChange, notes, trashedNotes } from './indexes.ts';

const writer = (clock: string) => ({ clock, version: 1, device: 'd', sequence: 1, parent: 0 });

function note(fields: Fields, clocks: { readonly [field: string]: string }): Entity {
  const empty = emptyEntity(registry.entity('Note'), 'n1');
  const writers = Object.fromEntries(Object.entries(clocks).map(([field, clock]) => [field, writer(clock)]));
  return { ...empty, fields: { ...empty.fields, ...fields }, writers };
}

it('has pinned notes first, then those that were changed last; pinning is no change', () => {
  const old = note({}, { createdAt: '1', updates: '5', pinned: '9' });
  const recent = note({}, { createdAt: '2', title: '6' });
  const pinned = note({ pinned: true }, { createdAt: '3' });
  const sorted = [old, recent, pinned].sort((a, b) => (notes.sortKey(a) < notes.sortKey(b) ? 1 : -1));
  expect(sorted).toEqual([pinned, recent, old]);
  expect(lastChange(old)).toBe('5');
});

it('keeps what is in the trash apart', () => {
  const deleted = note({ deletedAt: '2026-11-20T09:00:00.000Z' }, {});
  expect(notes.partition(deleted)).toBeUndefined();
  expect(trashedNotes.partition(deleted)).toBeDefined();
  expect(trashedNotes.partition(note({}, {}))).toBeUndefined();
});
