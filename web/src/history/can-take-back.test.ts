import { applyPatch, emptyEntity, registry, type Effect, type Entity, type Fields, type Writer } from '@cairn/domain';
import { canTakeBack } from './can-take-back.ts';

const by = (device: string, version: number): Writer => ({
  version,
  clock: `2026-11-20T09:00:00.${String(version).padStart(3, '0')}Z-0000`,
  device,
  sequence: version,
  parent: version - 1,
});

/** A task after these writes, one event each. */
function after(...writes: readonly [device: string, applied: Fields][]): Entity {
  return writes.reduce(
    (entity, [device, applied], index) => {
      const writer = by(device, index + 1);
      return applyPatch(registry, entity, { applied, conflicts: {} }, writer, {
        position: 1,
        occurredAt: writer.clock,
      });
    },
    emptyEntity(registry.entity('Task'), 't1'),
  );
}

const effect = (type: string, version: number, applied: Fields, before: Fields, asked: Fields = {}): Effect => ({
  type,
  entityId: 't1',
  device: 'a',
  sequence: version,
  asked,
  applied,
  before,
});

const renamed = effect('TaskRetitled', 2, { title: 'b' }, { title: 'a' });

test('[M10] a change can be taken back while it stands, whoever has changed other things since', () => {
  expect(canTakeBack(after(['a', { title: 'a' }], ['a', { title: 'b' }]), renamed)).toBe(true);
  expect(canTakeBack(after(['a', { title: 'a' }], ['a', { title: 'b' }], ['b', { priority: 2 }]), renamed)).toBe(true);
});

test('[M10] a change that others have written over cannot', () => {
  expect(canTakeBack(after(['a', { title: 'a' }], ['a', { title: 'b' }], ['b', { title: 'c' }]), renamed)).toBe(false);
});

test('[M10] a creation can be taken back until the task is in the trash', () => {
  const created = effect('TaskCreated', 1, { title: 'a' }, { title: '' });
  expect(canTakeBack(after(['a', { title: 'a' }]), created)).toBe(true);
  expect(canTakeBack(after(['a', { title: 'a' }], ['b', { deletedAt: 'x' }]), created)).toBe(false);
});

test('[M10] of a tag that another device has put on as well there is nothing to take back', () => {
  const tagged = effect('TaskTagged', 2, { tags: { add: ['x'] } }, { tags: [] });
  expect(canTakeBack(after(['a', {}], ['a', { tags: { add: ['x'] } }]), tagged)).toBe(true);
  expect(canTakeBack(after(['a', {}], ['a', { tags: { add: ['x'] } }], ['b', { tags: { add: ['x'] } }]), tagged)).toBe(
    false,
  );
});

test('[M6] [M10] a choice can be taken back while it is the one that counts', () => {
  const settled = { choice: 'MINE' as const, value: 'b', before: 'a', by: by('a', 2) };
  const conflict = { id: 'c', field: 'title', base: '', mine: 'b', theirs: 'a', by: by('b', 1), against: by('b', 1) };
  const entity = after(['a', { title: 'a' }], ['a', { title: 'b' }]);
  const chose = effect('TaskConflictSettled', 2, { title: 'b' }, { title: 'a' }, { conflictId: 'c', choice: 'MINE' });
  expect(canTakeBack({ ...entity, conflicts: { c: { ...conflict, settled } } }, chose)).toBe(true);
  expect(canTakeBack({ ...entity, conflicts: { c: { ...conflict, settled: null } } }, chose)).toBe(false);
  expect(canTakeBack({ ...entity, conflicts: {} }, chose)).toBe(false);
});

test('an event that only a newer release knows is left to that', () => {
  expect(canTakeBack(after(['a', { title: 'a' }]), effect('TaskFolded', 1, { title: 'a' }, { title: '' }))).toBe(false);
});
