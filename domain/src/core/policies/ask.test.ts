import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';

test('[M6] what arrived first stands, the other waits, whatever the clocks say', () => {
  for (const at of [5, 50]) {
    given(sampleRegistry, [createdSample, { ...changed({ asked: 'B' }), device: 'B', at: 10 }])
      .when({ ...changed({ asked: 'A' }), parentVersion: 1, at })
      .then({
        status: 'CONFLICT',
        fields: { asked: 'B' },
        applied: {},
        lost: {},
        merged: { asked: 'ASKED' },
        conflicts: 1,
      });
  }
});

test('[M2] [M6] only of the field in question: the rest of the event is applied', () => {
  given(sampleRegistry, [createdSample, { ...changed({ asked: 'B' }), device: 'B' }])
    .when({ ...changed({ asked: 'A', latest: 'A' }), parentVersion: 1 })
    .then({ status: 'CONFLICT', fields: { asked: 'B', latest: 'A' }, applied: { latest: 'A' } });
});

test('[M6] nobody is asked about one value from both, nor by who had seen the other', () => {
  const history = given(sampleRegistry, [createdSample, { ...changed({ asked: 'B' }), device: 'B' }]);
  history.when({ ...changed({ asked: 'B' }), parentVersion: 1 }).then({ merged: { asked: 'SAME' }, conflicts: 0 });
  history.when({ ...changed({ asked: 'A' }), device: 'C', parentVersion: 3 }).then({ status: 'APPLIED', conflicts: 0 });
});
