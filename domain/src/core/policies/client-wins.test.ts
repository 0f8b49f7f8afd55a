import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';

test('[M3] client wins: what arrives last stands, whatever the clocks say', () => {
  for (const at of [5, 50]) {
    given(sampleRegistry, [createdSample, { ...changed({ last: 'B' }), device: 'B', at: 10 }])
      .when({ ...changed({ last: 'A' }), parentVersion: 1, at })
      .then({ status: 'MERGED', fields: { last: 'A' }, before: { last: 'B' }, merged: { last: 'WON' } });
  }
});
