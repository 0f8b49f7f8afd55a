import { emptyEntity, POLICY_CHOICES, registry } from '../index.ts';
import { given, TEST_ACCOUNT, type Said } from '../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const created: Said = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } };
const retitled = (title: string, device: string): Said => ({
  mutation: 'retitleTask',
  payload: { taskId: TASK, title },
  device,
  parentVersion: 1,
});
const chosen = (policy: string | null, more: object = {}): Said => ({
  mutation: 'choosePolicy',
  payload: { settingsId: TEST_ACCOUNT, entityType: 'Task', field: 'title', policy, ...more },
});
const clash = (...settings: Said[]) =>
  given(registry, [...settings, created, retitled('B', 'B')]).when(retitled('A', 'A'));

test('[M4] without a choice, the default', () => {
  clash().then({ status: 'CONFLICT', fields: { title: 'B' } });
});

test.each([
  ['last-writer-wins', { fields: { title: 'A' }, merged: { title: 'WON' } }],
  ['server-wins', { fields: { title: 'B' }, merged: { title: 'LOST' } }],
  ['client-wins', { fields: { title: 'A' }, merged: { title: 'WON' } }],
  ['ask', { fields: { title: 'B' }, merged: { title: 'ASKED' } }],
] as const)('[M4] the account chose %s', (policy, expected) => {
  clash(chosen(policy)).then({ ...expected, status: policy === 'ask' ? 'CONFLICT' : 'MERGED' });
});

test('[M4] a choice is taken back with null, and with an undo', () => {
  clash(chosen('client-wins'), chosen(null)).then({ status: 'CONFLICT' });
  const values = { policies: { 'Task.title': null } };
  const undone = { mutation: 'revertSettings', payload: { settingsId: TEST_ACCOUNT, values } };
  clash(chosen('client-wins'), undone).then({ status: 'CONFLICT' });
});

test('[M4] a choice counts from the next event on', () => {
  const history = given(registry, [created, retitled('B', 'B'), retitled('A', 'A')]);
  history.when(chosen('client-wins')).then({ status: 'APPLIED' });
  history.when(retitled('C', 'C')).then({ status: 'MERGED', fields: { title: 'C' }, conflicts: 1 });
});

test('[M4] a name that a newer release brought means the default here', () => {
  const empty = emptyEntity(registry.entity('Settings'), TEST_ACCOUNT);
  const newer = { ...empty, fields: { policies: { 'Task.title': 'ask-the-cat' } } };
  expect(registry.policyOf(newer, 'Task', 'title').name).toBe('ask');
});

test.each([
  ['a policy of another kind of field', { policy: 'add-wins' }],
  ['a field without a choice', { field: 'tags' }],
  ['a field that is not there', { field: 'constructor' }],
  ['an entity that is not there', { entityType: '__proto__' }],
])('[M4] %s cannot be chosen', (_what, more) => {
  given(registry, []).when(chosen('ask', more)).thenRefused('VALUE_INVALID');
});

test('[M4] an account’s settings are under its own id alone', () => {
  given(registry, [])
    .when(chosen('ask', { settingsId: TASK }))
    .thenRefused('ENTITY_UNKNOWN');
});

test('[M4] each choice there is can be made, and is then the field’s policy', () => {
  for (const { entityType, field, choices } of POLICY_CHOICES) {
    for (const policy of choices) {
      const settings = given(registry, []).when(chosen(policy, { entityType, field })).then({ status: 'APPLIED' });
      expect(registry.policyOf(settings, entityType, field).name).toBe(policy);
    }
  }
});

test('[E3] first day of the week and time zone, set and taken away', () => {
  const of = (mutation: string, payload: object) => ({ mutation, payload: { settingsId: TEST_ACCOUNT, ...payload } });
  const history = given(registry, []);
  history.when(of('setWeekStart', { weekStart: 1 })).then({ fields: { weekStart: 1, timeZone: null, policies: {} } });
  history
    .when(of('setTimeZone', { timeZone: 'America/Port-au-Prince' }))
    .then({ applied: { timeZone: 'America/Port-au-Prince' } });
  history.when(of('setTimeZone', { timeZone: null })).then({ fields: { weekStart: 1, timeZone: null } });
  history.when(of('setTimeZone', { timeZone: 'not a zone' })).thenRefused('VALUE_INVALID');
  history.when(of('setWeekStart', { weekStart: 7 })).thenRefused('VALUE_INVALID');
  history
    .when({ ...of('setWeekStart', { weekStart: 1 }), payload: { settingsId: TASK, weekStart: 1 } })
    .thenRefused('ENTITY_UNKNOWN');
});
