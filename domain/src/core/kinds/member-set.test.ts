import { changed, createdSample, given, sampleRegistry } from '../../testing/index.ts';
import { setKind } from './member-set.ts';

const labels = (change: object) => changed({ labels: { ...change } });
/** `one` and `two` are in the set at version 2. */
const begun = () => given(sampleRegistry, [createdSample, labels({ add: ['two', 'one'] })]);
const beside = (change: object, device = 'A') => ({ ...labels(change), device, parentVersion: 2 });

test('[E3] adds and removes members, in code-unit order', () => {
  begun()
    .when(labels({ add: ['a', 'Z', 'é'], remove: ['one', 'never there'] }))
    .then({ fields: { labels: ['Z', 'a', 'two', 'é'] }, before: { labels: ['one', 'two'] } });
});

test('[M3] what two devices add is all kept', () => {
  const history = begun();
  history.when(beside({ add: ['b'] }, 'B')).then({ status: 'APPLIED' });
  history
    .when(beside({ add: ['a'] }))
    .then({ status: 'MERGED', fields: { labels: ['a', 'b', 'one', 'two'] }, merged: { labels: 'COMBINED' }, lost: {} });
});

test('[M3] an addition stays beside a removal that had not seen it, whichever arrives first', () => {
  const first = begun();
  first.when(beside({ add: ['one'] }, 'B')).then({});
  first.when(beside({ remove: ['one', 'two'] })).then({
    fields: { labels: ['one'] },
    applied: { labels: { remove: ['two'] } },
    lost: { labels: { remove: ['one', 'two'] } },
  });
  const second = begun();
  second.when(beside({ remove: ['one', 'two'] })).then({});
  second.when(beside({ add: ['one'] }, 'B')).then({ fields: { labels: ['one'] } });
});

test('[M3] a removal takes away what its writer had seen, whenever it was added', () => {
  const history = begun();
  history.when(beside({ add: ['three'] }, 'B')).then({});
  history
    .when({ ...labels({ remove: ['three'] }), parentVersion: 3 })
    .then({ fields: { labels: ['one', 'two'] }, lost: {} });
});

test('[M1] a device takes its own addition back, and leaves another’s', () => {
  const history = begun();
  history.when(beside({ add: ['new'] }, 'B')).then({});
  history.when(beside({ add: ['new'] })).then({});
  history.when(beside({ remove: ['new'] })).then({ fields: { labels: ['new', 'one', 'two'] } });
  history.when({ ...labels({ remove: ['new'] }), parentVersion: 5 }).then({ fields: { labels: ['one', 'two'] } });
});

test('[M3] a member that an object has by nature is one like any other', () => {
  for (const member of ['__proto__', 'constructor']) {
    const history = begun();
    history.when(beside({ add: [member] }, 'B')).then({ fields: { labels: [member, 'one', 'two'] } });
    history.when(beside({ remove: [member] })).then({ fields: { labels: [member, 'one', 'two'] } });
    history
      .when({ ...labels({ remove: [member] }), parentVersion: 4 })
      .then({ fields: { labels: ['one', 'two'] }, lost: {} });
  }
});

test('[E3] a change of nothing is a mistake', () => {
  begun().when(labels({})).thenRefused('VALUE_MISSING');
});

test('[M10] the inverse adds what was taken and takes what was new', () => {
  expect(setKind.inverse({ add: ['new', 'had'], remove: ['had not', 'taken'] }, ['had', 'taken'])).toEqual({
    add: ['taken'],
    remove: ['new'],
  });
  expect(setKind.inverse({ add: ['had'] }, ['had'])).toBeUndefined();
});

test('[H1] two sets differ by their members', () => {
  expect(setKind.difference(['a', 'b'], ['b', 'c'])).toEqual({ add: ['c'], remove: ['a'] });
  expect(setKind.difference(['a'], ['a'])).toBeUndefined();
});
