import { POLICY_CHOICES } from '@cairn/domain';
import type { ApiClient } from '../testing/api-client.ts';
import { NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let me: ApiClient;

beforeAll(async () => {
  api = await TestServer.start();
});
afterAll(() => api?.close());
beforeEach(async () => {
  me = await api.newAccount();
});

const QUERY = `{ settings { id version policies deletedAt seen } policies { entityType field default choices chosen } }`;

test('[M4] policies tell what there is to choose, and what the account has chosen', async () => {
  const writer = new Writer(NOW - 60_000);
  const choose = (policy: string | null) => {
    const input = { settingsId: me.accountId, entityType: 'Task', field: 'title', policy };
    return writer.event('choosePolicy', input);
  };
  const before = (await me.ask(QUERY)).data;
  expect(before.settings).toBeNull();
  expect(before.policies).toEqual(POLICY_CHOICES.map((choice) => ({ ...choice, chosen: null })));
  const titles = async () =>
    (await me.ask(QUERY)).data.policies.filter(
      ({ entityType, field }: { entityType: string; field: string }) => entityType === 'Task' && field === 'title',
    );
  await replay(me, choose('server-wins'));
  expect(await titles()).toMatchObject([{ default: 'ask', chosen: 'server-wins' }]);
  expect((await me.ask(QUERY)).data.settings).toMatchObject({
    id: me.accountId,
    version: 1,
    policies: { 'Task.title': 'server-wins' },
    deletedAt: null,
  });
  await replay(me, choose(null));
  expect(await titles()).toMatchObject([{ chosen: null }]);
});

test('[SAFE1] each account has its own', async () => {
  const writer = new Writer(NOW - 60_000);
  const other = await api.newAccount();
  const input = { settingsId: me.accountId, entityType: 'Task', field: 'title', policy: 'server-wins' };
  const { data } = await replay(other, writer.event('choosePolicy', input));
  expect(data.replayEvents).toMatchObject([{ code: 'ENTITY_UNKNOWN' }]);
  expect((await me.ask(QUERY)).data.settings).toBeNull();
});
