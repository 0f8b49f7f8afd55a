import type { AppendItem } from '../append/append-item.ts';
import type { ApiClient } from '../testing/api-client.ts';
import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let me: ApiClient;
let phone: ApiClient;
let writer: Writer;

beforeAll(async () => {
  api = await TestServer.start();
});
afterAll(() => api?.close());
beforeEach(async () => {
  const email = api.newEmail();
  me = await api.newAccount(email);
  phone = await api.nobody.signIn(email, { deviceName: 'Phone' });
  writer = new Writer(NOW - 60_000);
});

const CONFLICTS = `query ($settled: Boolean!, $entityId: ID, $first: Int!, $after: Cursor) {
  conflicts(settled: $settled, entityId: $entityId, first: $first, after: $after) {
    nodes { id entityType entityId entity { __typename id ... on Task { title } ... on List { name } } field base mine theirs
      by { version clock device { id name } } against { version device { id name } }
      settled { choice value before by { version device { name } } } }
    pageInfo { hasNextPage endCursor } } }`;

const idOf = ({ input }: AppendItem) => (input as { event: { id: string } }).event.id;

async function conflicts(variables: object = {}, client = me) {
  return (await client.ask(CONFLICTS, { settled: false, first: 50, ...variables })).data.conflicts;
}

/** Two titles for one new task. */
async function taskConflict(): Promise<{ taskId: string; conflictId: string }> {
  const taskId = writer.newId();
  const retitle = (title: string) => writer.event('retitleTask', { taskId, title }, { parentVersion: 1 });
  await replay(me, writer.event('createTask', { taskId, title: 'Base', order: 'a0' }), retitle('Theirs'));
  const mine = retitle('Mine');
  const { data } = await replay(phone, mine);
  expect(data.replayEvents).toMatchObject([{ status: 'CONFLICT', code: null }]);
  return { taskId, conflictId: `${idOf(mine)}:title` };
}

test('[M6] what waits for a choice is listed with both sides, and then among the settled', async () => {
  const { taskId, conflictId } = await taskConflict();
  const waiting = {
    id: conflictId,
    entityType: 'Task',
    entityId: taskId,
    entity: { __typename: 'Task', id: taskId, title: 'Theirs' },
    field: 'title',
    base: 'Base',
    mine: 'Mine',
    theirs: 'Theirs',
    by: { version: 3, clock: expect.any(String), device: { id: phone.deviceId, name: 'Phone' } },
    against: { version: 2, device: { id: me.deviceId, name: 'Test' } },
    settled: null,
  };
  expect((await conflicts()).nodes).toEqual([waiting]);
  expect((await conflicts({ settled: true })).nodes).toEqual([]);
  const input = { taskId, conflictId, choice: 'EDITED', value: 'Both' };
  const { event, ...payload } = writer.event('settleTaskConflict', input, { parentVersion: 3 }).input as {
    event: object;
  };
  const settled = await me.ask(
    `mutation ($input: SettleTaskConflictInput!) { settleTaskConflict(input: $input) { status entity { conflicts } } }`,
    { input: { event, ...payload } },
  );
  expect(settled.data.settleTaskConflict).toMatchObject({
    status: 'APPLIED',
    entity: { conflicts: { [conflictId]: { settled: { choice: 'EDITED' } } } },
  });
  expect((await conflicts()).nodes).toEqual([]);
  expect((await conflicts({ settled: true })).nodes).toEqual([
    {
      ...waiting,
      entity: { ...waiting.entity, title: 'Both' },
      settled: {
        choice: 'EDITED',
        value: 'Both',
        before: 'Theirs',
        by: { version: 4, device: { name: 'Test' } },
      },
    },
  ]);
});

test('[M6] conflicts of all types come newest first, in pages, or of one entity', async () => {
  const one = await taskConflict();
  const listId = writer.newId();
  const rename = (name: string) => writer.event('renameList', { listId, name }, { parentVersion: 1 });
  await replay(me, writer.event('createList', { listId, name: 'Base', color: 'blue', order: 'a0' }), rename('Theirs'));
  await replay(phone, rename('Mine'));
  const two = await taskConflict();
  const first = await conflicts({ first: 2 });
  expect(first.nodes.map(({ entityId }: { entityId: string }) => entityId)).toEqual([two.taskId, listId]);
  expect(first.nodes[1].entity).toEqual({ __typename: 'List', id: listId, name: 'Theirs' });
  const second = await conflicts({ first: 2, after: first.pageInfo.endCursor });
  expect(second.nodes.map(({ id }: { id: string }) => id)).toEqual([one.conflictId]);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  expect((await conflicts({ entityId: listId })).nodes).toHaveLength(1);
  expect(codes(await me.ask(CONFLICTS, { settled: false, first: 2, after: 'nonsense' }))).toEqual(['CURSOR_INVALID']);
});

test("[SAFE1] another account's conflicts are those of nothing", async () => {
  const { taskId } = await taskConflict();
  const stranger = await api.newAccount();
  expect((await conflicts({}, stranger)).nodes).toEqual([]);
  expect((await conflicts({ entityId: taskId }, stranger)).nodes).toEqual([]);
  expect((await conflicts({ entityId: 'nothing' }, stranger)).nodes).toEqual([]);
});

test('[E1] JSON written into the document is the same event as JSON in a variable', async () => {
  const taskId = writer.newId();
  await replay(me, writer.event('createTask', { taskId, title: 'One', order: 'a0' }));
  const values = { priority: 2, tags: { add: ['home'] }, due: null };
  const revert = writer.event('revertTask', { taskId, values }, { parentVersion: 1 });
  const { event } = revert.input as { event: object };
  const literal = Object.entries(event).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const { data } = await me.ask(`mutation { revertTask(input: {event: {${literal.join(', ')}}, taskId: "${taskId}",
    values: {priority: 2, tags: {add: ["home"]}, due: null}}) { status entity { ... on Task { priority tags } } } }`);
  expect(data.revertTask).toEqual({ status: 'APPLIED', entity: { priority: 2, tags: ['home'] } });
  expect((await replay(phone, revert)).data.replayEvents).toMatchObject([{ status: 'APPLIED', resent: true }]);
});

test('[M6] a choice that there is not fits no input, and is refused alone', async () => {
  const { taskId, conflictId } = await taskConflict();
  const settle = (choice: string) =>
    writer.event('settleTaskConflict', { taskId, conflictId, choice }, { parentVersion: 3 });
  const { data } = await replay(me, settle('OURS'), settle('MINE'));
  expect(data.replayEvents).toMatchObject([
    { code: 'VALUE_INVALID' },
    { status: 'APPLIED', entity: { title: 'Mine' } },
  ]);
});
