import { formatClock } from '@cairn/domain';
import type { AppendItem } from '../append/append-item.ts';
import type { ApiClient } from '../testing/api-client.ts';
import { codes, NOW, RECEIPT, replay, REPLAY, TestServer, toEvent } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let me: ApiClient;
let writer: Writer;

beforeAll(async () => {
  api = await TestServer.start();
});
afterAll(() => api?.close());
beforeEach(async () => {
  me = await api.newAccount();
  writer = new Writer(NOW - 60_000);
});

const createTask = (title = 'Buy milk', taskId = writer.newId()) =>
  writer.event('createTask', { taskId, title, order: 'a0' });
const taskIdOf = (item: AppendItem) => (item.input as { taskId: string }).taskId;

test('[E1] [A2] a named mutation and replayEvents give the same receipt, and know each other', async () => {
  const other = await api.newAccount();
  const create = createTask();
  const events = [
    create,
    writer.event('completeTask', { taskId: taskIdOf(create) }, { parentVersion: 1 }),
    writer.event('completeTask', { taskId: taskIdOf(create) }, { parentVersion: 9 }),
  ];
  const ask = async (client: ApiClient, { mutation, input }: AppendItem) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    const answer = await client.ask(`mutation ($input: ${type}) { ${mutation}(input: $input) ${RECEIPT} }`, {
      input,
    });
    return answer.data[mutation];
  };
  for (const event of events) {
    const named = await ask(me, event);
    const [replayed] = (await replay(other, event)).data.replayEvents;
    const unwritten = ({ entity, ...receipt }: { entity: { writers: unknown } }) => ({
      ...receipt,
      entity: { ...entity, writers: null },
    });
    expect(unwritten(named)).toEqual(unwritten(replayed));
    expect((await replay(me, event)).data.replayEvents).toMatchObject([{ resent: true, position: named.position }]);
    expect(await ask(other, event)).toMatchObject({ resent: true, position: replayed.position });
  }
});

test('[fault F37] [E1] [A3] events that do not fit their type are refused alone, each at its place', async () => {
  const create = createTask();
  const taskId = taskIdOf(create);
  const id = writer.newId();
  const complete = (payload: object, stamp: object = {}) => {
    const { input } = writer.event('completeTask', { taskId, ...payload }, { parentVersion: 1 });
    const { event, ...rest } = input as { event: object };
    return { completeTask: { event: { ...event, ...stamp }, ...rest } };
  };
  const retitle = writer.event('retitleTask', { taskId, title: 7 }, { parentVersion: 1 });
  const { data } = await me.ask(REPLAY, {
    events: [
      complete({ colour: 'red' }, { id }),
      toEvent(create),
      5,
      {},
      { ...complete({}), ...toEvent(retitle) },
      toEvent(retitle),
      { paintTask: { event: { id } } },
      complete({}, { parentVersion: 2 ** 53 }),
      complete({}, { parentVersion: '1' }),
      complete({}, { occurredAt: null }),
      complete({}, { occurredAt: formatClock(NOW + 500 * 24 * 3_600_000) }),
      { completeTask: null },
      JSON.parse(`{"completeTask": {"__proto__": {"taskId": "${taskId}"}}}`),
      complete({}),
    ],
  });
  const rejected = ['REJECTED', expect.any(String)];
  const receipts = data.replayEvents as { status: string; code: string | null; eventId: string | null }[];
  expect(receipts.map(({ status, code }) => [status, code])).toEqual([
    ['REJECTED', 'UNKNOWN_FIELD'],
    ['APPLIED', null],
    ['REJECTED', 'VALUE_INVALID'],
    ['REJECTED', 'VALUE_INVALID'],
    ['REJECTED', 'VALUE_INVALID'],
    ['REJECTED', 'VALUE_INVALID'],
    ['REJECTED', 'EVENT_ID_REUSED'],
    ['REJECTED', 'PARENT_VERSION_INVALID'],
    ['REJECTED', 'PARENT_VERSION_INVALID'],
    ['REJECTED', 'CLOCK_INVALID'],
    ['REJECTED', 'CLOCK_OUT_OF_RANGE'],
    ['REJECTED', 'VALUE_MISSING'],
    rejected,
    ['APPLIED', null],
  ]);
  expect(receipts[0]!.eventId).toBe(id);
});

test('[fault F39] [A3] a batch or a body that is too large is refused by code', async () => {
  const many = Array.from({ length: 501 }, () => createTask());
  const answer = await replay(me, ...many);
  expect([answer.status, codes(answer)]).toEqual([413, ['BATCH_TOO_LARGE']]);
  const large = await replay(me, createTask('x'.repeat(1_100_000)));
  expect([large.status, codes(large)]).toEqual([413, ['PAYLOAD_TOO_LARGE']]);
  expect((await replay(me, ...many.slice(1))).data.replayEvents).toHaveLength(500);
});

test('[fault F4] [A2] what is re-sent over HTTP is answered again', async () => {
  const create = createTask();
  const { data: first } = await replay(me, create);
  const { data: again } = await replay(me, create);
  expect(again.replayEvents).toEqual([{ ...first.replayEvents[0], resent: true }]);
});

test('[F1] changes come in pages, with what was deleted', async () => {
  const [one, two, three] = [createTask('One'), createTask('Two'), createTask('Three')];
  const deletion = writer.event('deleteTask', { taskId: taskIdOf(one) }, { parentVersion: 1 });
  await replay(me, one, two, three, deletion);
  const CHANGES = `query ($after: Cursor, $first: Int!) { changes(after: $after, first: $first) {
    changes { id position deletedAt ... on Task { title } } cursor hasMore head } }`;
  const seen: unknown[] = [];
  let after: string | null = null;
  for (let hasMore = true; hasMore;) {
    const { changes: page }: { changes: { changes: unknown[]; cursor: string; hasMore: boolean } } = (
      await me.ask(CHANGES, { after, first: 2 })
    ).data;
    seen.push(...page.changes);
    ({ cursor: after, hasMore } = page);
  }
  expect(seen).toMatchObject([
    { title: 'Two', position: 2, deletedAt: null },
    { title: 'Three', position: 3 },
    { title: 'One', position: 4, deletedAt: expect.any(String) },
  ]);
  expect(codes(await me.ask(CHANGES, { after: 'nonsense', first: 2 }))).toEqual(['CURSOR_INVALID']);
  expect(codes(await me.ask(CHANGES, { after, first: 2000 }))).toEqual(['BAD_USER_INPUT']);
});

test('[F1] tasks come in order, in pages, by filter; history newest first', async () => {
  const listId = writer.newId();
  const create = (order: string, inList: string | null = null) =>
    writer.event('createTask', { taskId: writer.newId(), title: order, order, listId: inList });
  const done = create('a1');
  await replay(
    me,
    writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' }),
    create('a2'),
    create('Zz'),
    create('a0', listId),
    done,
    writer.event('completeTask', { taskId: taskIdOf(done) }, { parentVersion: 1 }),
  );
  const TASKS = `query ($filter: TaskFilter, $after: Cursor) { tasks(filter: $filter, first: 2, after: $after) {
    nodes { title } edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;
  const one = (await me.ask(TASKS)).data.tasks;
  const two = (await me.ask(TASKS, { after: one.pageInfo.endCursor })).data.tasks;
  expect([...one.nodes, ...two.nodes].map(({ title }) => title)).toEqual(['Zz', 'a0', 'a1', 'a2']);
  expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([true, false]);
  const titles = async (filter: object) =>
    (await me.ask(TASKS, { filter })).data.tasks.nodes.map(({ title }: { title: string }) => title);
  expect(await titles({ listId })).toEqual(['a0']);
  expect(await titles({ inbox: true, completed: false })).toEqual(['Zz', 'a2']);
  expect(await titles({ completed: true })).toEqual(['a1']);
  expect(await titles({ deleted: true })).toEqual([]);
  const { data } = await me.ask(
    `query ($id: ID!) { lists { nodes { id name } } list(id: "${listId}") { name }
      history(entityId: $id) { nodes { type version device { name } asked applied before lost clamped } } }`,
    { id: taskIdOf(done) },
  );
  expect(data.lists.nodes).toEqual([{ id: listId, name: 'Home' }]);
  expect(data.history.nodes).toMatchObject([
    { type: 'TaskCompleted', version: 2, device: { name: 'Test' }, before: { completedAt: null }, clamped: false },
    { type: 'TaskCreated', version: 1, asked: { title: 'a1' }, applied: { title: 'a1', order: 'a1' }, lost: {} },
  ]);
});
