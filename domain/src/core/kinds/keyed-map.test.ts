import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';
import { mapKind } from './keyed-map.ts';

const marks = (change: Readonly<Record<string, string | null>>) => changed({ marks: change });
const begun = () => given(sampleRegistry, [createdSample, marks({ a: '1', b: '2' })]);
const beside = (change: Readonly<Record<string, string | null>>, device: string, at: number) => ({
  ...marks(change),
  device,
  parentVersion: 2,
  at,
});

test('[E3] sets the keys that it names, and takes away those that it names with null', () => {
  begun()
    .when(marks({ a: null, c: '3' }))
    .then({ fields: { marks: { b: '2', c: '3' } }, before: { marks: { a: '1', b: '2' } } });
});

test('[M3] last writer wins for each key by itself', () => {
  const history = begun();
  history.when(beside({ a: 'B', c: 'B' }, 'B', 20)).then({});
  history.when(beside({ a: 'A', b: 'A', d: 'A' }, 'A', 10)).then({
    status: 'MERGED',
    fields: { marks: { a: 'B', b: 'A', c: 'B', d: 'A' } },
    applied: { marks: { b: 'A', d: 'A' } },
    lost: { marks: { a: 'A', b: 'A', d: 'A' } },
    merged: { marks: 'COMBINED' },
  });
});

test('[M3] a key that was taken away later does not come back by an earlier write', () => {
  const history = begun();
  history.when(beside({ a: null }, 'B', 20)).then({});
  history.when(beside({ a: 'A' }, 'A', 10)).then({ fields: { marks: { b: '2' } }, applied: { marks: {} } });
});

test('[E3] a key that an object has by nature is a key like any other, but for __proto__', () => {
  begun()
    .when(marks({ constructor: 'x' }))
    .then({ applied: { marks: { constructor: 'x' } } });
  begun()
    .when(changed({ marks: JSON.parse('{"__proto__":"x"}') }))
    .thenRefused('VALUE_INVALID');
});

test('[M10] the inverse names the same keys, as they were', () => {
  expect(mapKind.inverse({ a: '9', c: '3' }, { a: '1', b: '2' })).toEqual({ a: '1', c: null });
  expect(mapKind.inverse({ constructor: '9' }, {})).toEqual({ constructor: null });
});

test('[H1] two maps differ by their keys', () => {
  expect(mapKind.difference({ a: '1', b: '2' }, { b: '3', c: '4' })).toEqual({ a: null, b: '3', c: '4' });
  expect(mapKind.difference({ a: '1' }, { a: '1' })).toBeUndefined();
});
