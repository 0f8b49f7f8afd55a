import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';

test('[M3] the later clock wins: earlier arrives last', () => {
  given(sampleRegistry, [createdSample, { ...changed({ latest: 'B' }), device: 'B', at: 50 }])
    .when({ ...changed({ latest: 'A' }), parentVersion: 1, at: 40 })
    .then({
      status: 'MERGED',
      fields: { latest: 'B' },
      applied: {},
      lost: { latest: 'A' },
      merged: { latest: 'LOST' },
    });
});

test('[M3] the later clock wins: later arrives last', () => {
  given(sampleRegistry, [createdSample, { ...changed({ latest: 'A' }), at: 40 }])
    .when({ ...changed({ latest: 'B' }), device: 'B', parentVersion: 1, at: 50 })
    .then({ fields: { latest: 'B' }, before: { latest: 'A' }, lost: {}, merged: { latest: 'WON' } });
});

test('[M3] equal clocks go by device', () => {
  given(sampleRegistry, [createdSample, { ...changed({ latest: 'B' }), device: 'B', at: 40 }])
    .when({ ...changed({ latest: 'A' }), parentVersion: 1, at: 40 })
    .then({ fields: { latest: 'B' } });
});

test('[M3] of two equal values the later is the last write, and the earlier stays one', () => {
  const same = (at: number) =>
    given(sampleRegistry, [createdSample, { ...changed({ latest: 'same' }), device: 'B', at: 40 }]).when({
      ...changed({ latest: 'same' }),
      parentVersion: 1,
      at,
    });
  expect(same(50).then({ merged: { latest: 'SAME' } }).writers.latest).toMatchObject({ device: 'A' });
  expect(same(30).then({ merged: { latest: 'SAME' }, lost: {} }).writers.latest).toMatchObject({ device: 'B' });
});
