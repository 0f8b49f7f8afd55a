import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';
import { counterKind } from './counter.ts';

test('[M3] all that was added counts, whoever added it', () => {
  const history = given(sampleRegistry, [createdSample, { ...changed({ count: 5 }), device: 'B' }]);
  history
    .when({ ...changed({ count: -2 }), parentVersion: 1 })
    .then({ status: 'MERGED', fields: { count: 3 }, before: { count: 5 }, merged: { count: 'COMBINED' }, lost: {} });
  history.when({ ...changed({ count: 5 }), device: 'C', parentVersion: 1 }).then({ fields: { count: 8 } });
});

test('[E3] a change is a whole number', () => {
  given(sampleRegistry, [createdSample])
    .when(changed({ count: 0.5 }))
    .thenRefused('VALUE_INVALID');
});

test('[M10] [H1] is taken back by subtracting, and brought back by the difference', () => {
  expect(counterKind.inverse(3, 10)).toBe(-3);
  expect(counterKind.difference(10, 4)).toBe(-6);
  expect(counterKind.difference(4, 4)).toBeUndefined();
});
