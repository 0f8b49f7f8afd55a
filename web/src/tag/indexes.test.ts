import { emptyEntity, registry, type Entity, type Fields } from '@cairn/domain';
import { openTaggedTasks, TAGGED, taggedTasks } from './indexes.ts';

function task(fields: Fields): Entity {
  const empty = emptyEntity(registry.entity('Task'), 't1');
  return { ...empty, fields: { ...empty.fields, ...fields } };
}

it('holds what has a tag and is not in the trash', () => {
  expect(taggedTasks.partition(task({ tags: ['home'] }))).toBe(TAGGED);
  expect(taggedTasks.partition(task({}))).toBeUndefined();
  expect(taggedTasks.partition(task({ tags: ['home'], deletedAt: 'x' }))).toBeUndefined();
});

it('holds apart what is still to be done', () => {
  expect(openTaggedTasks.partition(task({ tags: ['home'] }))).toBe(TAGGED);
  expect(openTaggedTasks.partition(task({ tags: ['home'], completedAt: 'x' }))).toBeUndefined();
});

it('has another key for other tags', () => {
  expect(openTaggedTasks.sortKey(task({ tags: ['a'] }))).not.toBe(openTaggedTasks.sortKey(task({ tags: ['a', 'b'] })));
});
