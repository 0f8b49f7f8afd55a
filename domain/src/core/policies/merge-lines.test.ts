import { registry } from '../../index.ts';
import { given } from '../../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const created = {
  mutation: 'createTask',
  payload: { taskId: TASK, title: 'Shop', order: 'a0', description: 'milk\n\nbread\n\neggs' },
};
const described = (description: string) => ({ mutation: 'describeTask', payload: { taskId: TASK, description } });

/** What becomes of `mine`, written at version 1, where B has written `theirs`. */
const against = (theirs: string) => given(registry, [created, { ...described(theirs), device: 'B' }]);
const offline = (mine: string) => ({ ...described(mine), parentVersion: 1 });

test('[M3] changes in different lines are both kept, in either order', () => {
  const [one, other] = ['oat milk\n\nbread\n\neggs', 'milk\n\nbread\n\n6 eggs'];
  for (const [theirs, mine] of [
    [one, other],
    [other, one],
  ] as const) {
    against(theirs)
      .when(offline(mine))
      .then({
        status: 'MERGED',
        fields: { description: 'oat milk\n\nbread\n\n6 eggs' },
        before: { description: theirs },
        lost: { description: mine },
        merged: { description: 'COMBINED' },
      });
  }
});

test.each([
  ['the same line', 'soy milk\n\nbread\n\neggs', 'oat milk\n\nbread\n\neggs'],
  ['lines that touch', 'milk\nrice\nbread\n\neggs', 'milk\n\nrye bread\n\neggs'],
  ['two lines added at one place', 'milk\n\nbread\n\neggs\nrice', 'milk\n\nbread\n\neggs\nsalt'],
  ['all of it taken away', '', 'milk\n\nbread\n\n6 eggs'],
])('[M6] changes of %s wait for the person', (_what, theirs, mine) => {
  against(theirs)
    .when(offline(mine))
    .then({ status: 'CONFLICT', fields: { description: theirs }, applied: {}, conflicts: 1 });
});

test('[M3] lines taken away here and changed there, apart, are both so', () => {
  against('bread\n\neggs')
    .when(offline('milk\n\nbread\n\n6 eggs'))
    .then({ fields: { description: 'bread\n\n6 eggs' } });
});

test('[M1] a device that goes on writing offline takes nothing away from what it was merged with', () => {
  const history = against('milk\n\nbread\n\n6 eggs');
  history.when(offline('oat\n\nbread\n\neggs')).then({ fields: { description: 'oat\n\nbread\n\n6 eggs' } });
  history
    .when(offline('oat milk\n\nbread\n\neggs'))
    .then({ status: 'MERGED', fields: { description: 'oat milk\n\nbread\n\n6 eggs' }, conflicts: 0 });
  history
    .when({ ...described('oat milk'), parentVersion: 4 })
    .then({ status: 'APPLIED', fields: { description: 'oat milk' } });
});

test('[M1] … also where the other arrived between its two', () => {
  const history = given(registry, [created]);
  history.when(offline('oat\n\nbread\n\neggs')).then({ status: 'APPLIED' });
  history.when({ ...offline('milk\n\nbread\n\n6 eggs'), device: 'B' }).then({ status: 'MERGED' });
  history
    .when(offline('oat milk\n\nbread\n\neggs'))
    .then({ status: 'MERGED', fields: { description: 'oat milk\n\nbread\n\n6 eggs' }, conflicts: 0 });
});
