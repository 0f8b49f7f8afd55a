import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';

test('[M3] server wins: what arrived first stands, whatever the clocks say', () => {
  for (const at of [5, 50]) {
    given(sampleRegistry, [createdSample, { ...changed({ first: 'B' }), device: 'B', at: 10 }])
      .when({ ...changed({ first: 'A' }), parentVersion: 1, at })
      .then({ status: 'MERGED', fields: { first: 'B' }, lost: { first: 'A' }, merged: { first: 'LOST' } });
  }
});
