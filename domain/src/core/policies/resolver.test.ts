import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';

const after = (longer: string) =>
  given(sampleRegistry, [createdSample, { ...changed({ longer }), device: 'B', at: 10 }]);

test('[M3] a custom rule decides, and what it did not take is in the history', () => {
  after('long')
    .when({ ...changed({ longer: 'longer' }), parentVersion: 1, at: 1 })
    .then({
      status: 'MERGED',
      fields: { longer: 'longer' },
      merged: { longer: 'WON' },
      lost: {},
    });
  after('longest')
    .when({ ...changed({ longer: 'long' }), parentVersion: 1 })
    .then({
      status: 'MERGED',
      fields: { longer: 'longest' },
      merged: { longer: 'COMBINED' },
      lost: { longer: 'long' },
    });
});

test('[M6] a custom rule may leave it to the person', () => {
  after('abcd')
    .when({ ...changed({ longer: 'efgh' }), parentVersion: 1 })
    .then({ status: 'CONFLICT', fields: { longer: 'abcd' }, applied: {}, lost: {}, conflicts: 1 });
});

test('[M1] what a device writes again, before it knew of the merge, is merged again', () => {
  const history = after('longest');
  history.when({ ...changed({ longer: 'one' }), parentVersion: 1 }).then({ fields: { longer: 'longest' } });
  history.when({ ...changed({ longer: 'two' }), parentVersion: 1 }).then({
    status: 'MERGED',
    fields: { longer: 'longest' },
    lost: { longer: 'two' },
  });
  history
    .when({ ...changed({ longer: 'mine' }), parentVersion: 3 })
    .then({ status: 'APPLIED', fields: { longer: 'mine' } });
});
