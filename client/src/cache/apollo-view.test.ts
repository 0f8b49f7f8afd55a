import { emptyEntity, entityKey, registry, task, type Entity } from '@cairn/domain';
import { ApolloView, cacheId, createApolloCache, toObject } from './apollo-view.ts';

const taskOf = (n: number, title: string): Entity => {
  const empty = emptyEntity(task.entity, `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`);
  return { ...empty, version: 1, fields: { ...empty.fields, title } };
};

test('[C1] [C2] what Apollo is given at the start is what it holds, and what is read from it follows every change', () => {
  const [one, two] = [taskOf(1, 'one'), taskOf(2, 'two')];
  const cache = createApolloCache(registry);
  const view = new ApolloView(cache, registry);
  view.load([one, two]);
  const restored = createApolloCache(registry);
  restored.restore({ [cacheId(one)]: toObject(one), [cacheId(two)]: toObject(two) });
  expect(cache.extract()).toEqual(restored.extract());

  const fragment = view.fragmentOf('Task');
  const titleOf = (entity: Entity) => cache.readFragment<{ title: string }>({ id: cacheId(entity), fragment })?.title;
  const seen: unknown[] = [];
  cache
    .watchFragment<{ title: string }>({ fragment, from: { __typename: 'Task', id: one.id } })
    .subscribe(({ data }) => seen.push((data as { title?: string }).title));
  expect([titleOf(one), titleOf(two)]).toEqual(['one', 'two']);
  view.update([{ key: entityKey(one), before: one, after: taskOf(1, 'changed') }]);
  expect([titleOf(one), titleOf(two)]).toEqual(['changed', 'two']);
  view.update([{ key: entityKey(two), before: two, after: undefined }]);
  expect(titleOf(two)).toBeUndefined();
  expect(seen).toEqual(['one', 'changed']);
});
