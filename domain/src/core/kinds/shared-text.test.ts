import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';

const begun = () => given(sampleRegistry, [createdSample, { ...changed({ story: 'AAAA' }), device: 'B' }]);

test('[M9] every update counts', () => {
  begun()
    .when({ ...changed({ story: 'BBBB' }), parentVersion: 1 })
    .then({ status: 'MERGED', fields: { story: ['AAAA', 'BBBB'] }, merged: { story: 'COMBINED' }, lost: {} });
});

test('[M9] an update that is there already is not there twice', () => {
  const { writers } = begun()
    .when({ ...changed({ story: 'AAAA' }), parentVersion: 1 })
    .then({ fields: { story: ['AAAA'] } });
  expect(writers.story).toMatchObject({ device: 'B', version: 2 });
});

test('[M9] the log does not keep the text before each update', () => {
  begun()
    .when(changed({ story: 'BBBB' }))
    .then({ applied: { story: 'BBBB' }, before: {} });
});

test('[M10] is not for an undo of fields to touch', () => {
  begun()
    .when({ mutation: 'revertSample', payload: { ...createdSample.payload, values: { story: 'BBBB' } } })
    .thenRefused('UNKNOWN_FIELD');
});
