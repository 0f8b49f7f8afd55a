import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';

test('[M3] a place: the later one counts', () => {
  given(sampleRegistry, [createdSample, { ...changed({ place: 'a5' }), device: 'B', at: 10 }])
    .when({ ...changed({ place: 'a1' }), parentVersion: 1, at: 5 })
    .then({ fields: { place: 'a5' }, lost: { place: 'a1' } });
});
