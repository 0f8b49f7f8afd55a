import { Observed } from '@cairn/client';
import { emptyEntity, registry, type Conflict, type Entity } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { conflictIndexes, waitingConflicts } from './waiting.ts';

const by = (second: number) => ({
  version: 2,
  clock: `2026-11-20T09:00:0${second}.000Z-0000`,
  device: 'd',
  sequence: 1,
  parent: 1,
});

function conflict(id: string, second: number, isSettled = false): Conflict {
  const settled = isSettled ? { choice: 'MINE' as const, value: 'b', before: 'c', by: by(9) } : null;
  return { id, field: 'title', base: 'a', mine: 'b', theirs: 'c', by: by(second), against: by(0), settled };
}

function entity(type: string, id: string, ...conflicts: readonly Conflict[]): Entity {
  const byId = Object.fromEntries(conflicts.map((one) => [one.id, one]));
  return { ...emptyEntity(registry.entity(type), id), conflicts: byId };
}

const taskIndex = conflictIndexes.find(({ type }) => type === 'Task')!;

/** A client with these entities, and the ids that its indexes hold. */
function clientWith(entities: readonly Entity[]) {
  const ids = new Map(conflictIndexes.map(({ name }) => [name, new Observed<readonly string[]>([])]));
  const client = {
    entity: ({ type, id }: { type: string; id: string }) => entities.find((one) => one.type === type && one.id === id),
    index: (name: string) => ids.get(name)!,
  } as unknown as AppCairn;
  return { client, set: (type: string, value: readonly string[]) => ids.get(`conflicts.${type}`)!.set(value) };
}

test('[M6] an entity waits as long as one of its conflicts is open', () => {
  expect(taskIndex.partition(entity('Task', 't', conflict('c', 1)))).toBe('open');
  expect(taskIndex.partition(entity('Task', 't', conflict('c', 1, true)))).toBeUndefined();
  expect(taskIndex.partition(entity('Task', 't'))).toBeUndefined();
});

test('[M6] a second conflict of an entity that waits is news', () => {
  const key = (...conflicts: readonly Conflict[]) => taskIndex.sortKey(entity('Task', 't', ...conflicts));
  expect(key(conflict('c', 1), conflict('d', 2))).not.toBe(key(conflict('c', 1)));
});

test('[M6] what waits is listed across concepts, the newest first, and the same list while nothing changes', () => {
  const { client, set } = clientWith([
    entity('Task', 't', conflict('c', 1), conflict('d', 3), conflict('e', 4, true)),
    entity('List', 'l', conflict('f', 2)),
  ]);
  const waiting = waitingConflicts(client);
  expect(waiting.get()).toEqual([]);
  let told = 0;
  const stop = waiting.subscribe(() => (told += 1));
  set('Task', ['t']);
  set('List', ['l']);
  expect(told).toBe(2);
  expect(waiting.get().map(({ conflictId, entity: { type } }) => `${type} ${conflictId}`)).toEqual([
    'Task d',
    'List f',
    'Task c',
  ]);
  expect(waiting.get()).toBe(waiting.get());
  stop();
  set('List', []);
  expect(told).toBe(2);
});
