import { SearchIndex, SHARDS, type Content } from './search-index.ts';

const content = (title: string, text = '', tags: readonly string[] = []): Content => ({ title, text, tags });

function indexOf(contents: { readonly [key: string]: Content }): SearchIndex {
  const index = new SearchIndex();
  for (const [key, one] of Object.entries(contents)) index.put(key, '1', one);
  return index;
}

const found = (index: SearchIndex, ...terms: readonly string[]) => index.search(terms).map(({ key }) => key);

test('[W4] by the beginnings of words, in any field; what is in a title comes first', () => {
  const index = indexOf({
    'Task:1': content('Buy milk', 'and bread for the garden party'),
    'Task:2': content('Call', 'about the milk'),
    'Note:3': content('Garden', '', ['milky']),
  });
  expect(found(index, 'milk')).toEqual(['Task:1', 'Note:3', 'Task:2']);
  expect(found(index, 'gar')).toEqual(['Note:3', 'Task:1']);
  expect(found(index, 'buy', 'gard')).toEqual(['Task:1']);
  expect(found(index, 'buy', 'gard', 'x')).toEqual(['Task:1']);
  expect(found(index, 'zebra')).toEqual([]);
});

test('[W4] a slip of the finger is forgiven, capitals and marks do not count', () => {
  const index = indexOf({ 'Task:1': content('Résumé für Łódź'), 'Task:2': content('Groceries') });
  expect(found(index, 'resume')).toEqual(['Task:1']);
  expect(found(index, 'lodz')).toEqual(['Task:1']);
  expect(found(index, 'grocreies')).toEqual(['Task:2']);
  expect(index.search(['groc'])[0]!.terms).toEqual(['groceries']);
});

test('[W4] what changed is found as it is now, and what went is not', () => {
  const index = indexOf({ 'Task:1': content('Old name'), 'Task:2': content('Other') });
  index.put('Task:1', '2', content('New name'));
  expect([found(index, 'old'), found(index, 'new'), index.printOf('Task:1')]).toEqual([[], ['Task:1'], '2']);
  index.remove('Task:1');
  expect([found(index, 'new'), index.size, index.printOf('Task:1')]).toEqual([[], 1, undefined]);
});

test('[W4] what was written is found again, and a change is written in one part of many', () => {
  const keys = Array.from({ length: 200 }, (_, n) => `Task:01900000-0000-7000-8000-${String(n).padStart(12, '0')}`);
  const index = indexOf(Object.fromEntries(keys.map((key, n) => [key, content(`Task number ${n}`)])));
  const written = new Map(index.dirty.map((shard) => [shard, index.dump(shard)]));
  expect(written.size).toBe(SHARDS);
  expect(index.dirty).toEqual([]);
  const again = new SearchIndex();
  for (const [shard, text] of written) again.load(shard, text);
  expect(found(again, 'number', '17')[0]).toBe(keys[17]);
  expect([again.size, again.printOf(keys[3]!)]).toEqual([200, '1']);
  again.put(keys[3]!, '2', content('Changed'));
  expect(again.dirty).toHaveLength(1);
  expect(found(again, 'changed')).toEqual([keys[3]]);
  again.load(0, 'not what was written');
  again.load(1, '{"format":0}');
  expect(again.size).toBe(200);
});
