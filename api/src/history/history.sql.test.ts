import { everyAccount } from '@cairn/prisma/testing';
import { randomUUID } from 'node:crypto';
import type { AppendItem } from '../append/append-item.ts';
import type { ApiClient } from '../testing/api-client.ts';
import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let email: string;
let me: ApiClient;
let phone: ApiClient;
let writer: Writer;

beforeAll(async () => {
  api = await TestServer.start();
});
afterAll(() => api?.close());
beforeEach(async () => {
  email = api.newEmail();
  me = await api.newAccount(email);
  phone = await api.nobody.signIn(email, { deviceName: 'Phone' });
  writer = new Writer(NOW - 60_000);
});

const EVENT = `{ type entityType entityId version position sequence parentVersion clock occurredAt recordedAt
  device { id name } applied before lost conflicts merged { field outcome version clock deviceId } }`;

const idOf = ({ input }: AppendItem) => (input as { event: { id: string } }).event.id;

/** A list; a task that is retitled, loses a priority on the phone, and has a title in conflict there. */
async function life() {
  const [listId, taskId] = [writer.newId(), writer.newId()];
  const create = writer.event('createTask', { taskId, title: 'One', order: 'a0' });
  const titled = writer.event('retitleTask', { taskId, title: 'Two' }, { parentVersion: 1 });
  const early = writer.event('prioritizeTask', { taskId, priority: 1 }, { parentVersion: 1 });
  await replay(
    me,
    writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' }),
    create,
    titled,
    writer.event('prioritizeTask', { taskId, priority: 3 }, { parentVersion: 2 }),
  );
  const asked = writer.event('retitleTask', { taskId, title: 'Zwei' }, { parentVersion: 1 });
  await replay(phone, early, asked);
  return { listId, taskId, create, titled, early, asked };
}

async function types(field: string, filter: object, client = me): Promise<string[]> {
  const answer = await client.ask(`query ($filter: HistoryFilter) { ${field} { nodes { type } } }`, { filter });
  return answer.data[field.replace(/\(.*/, '')].nodes.map(({ type }: { type: string }) => type);
}

test('[H1] an event tells all that the log knows of it', async () => {
  const { taskId, asked, early } = await life();
  const { data } = await me.ask(`query ($id: ID!) { history(entityId: $id, first: 2) { nodes ${EVENT} } }`, {
    id: taskId,
  });
  const theirs = (field: string, outcome: string, version: number) => ({
    field,
    outcome,
    version,
    clock: expect.any(String),
    deviceId: me.deviceId,
  });
  const common = {
    entityType: 'Task',
    entityId: taskId,
    parentVersion: 1,
    device: { id: phone.deviceId, name: 'Phone' },
    applied: {},
  };
  expect(data.history.nodes).toMatchObject([
    {
      ...common,
      type: 'TaskRetitled',
      version: 5,
      position: 6,
      lost: {},
      conflicts: { [`${idOf(asked)}:title`]: { field: 'title', base: 'One', mine: 'Zwei', theirs: 'Two' } },
      merged: expect.arrayContaining([theirs('title', 'ASKED', 2), theirs('priority', 'KEPT', 3)]),
    },
    {
      ...common,
      type: 'TaskPrioritized',
      version: 4,
      sequence: (early.input as { event: { sequence: number } }).event.sequence,
      clock: expect.stringMatching(/^2026-11-20T08:59:00/),
      lost: { priority: 1 },
      conflicts: {},
    },
  ]);
});

test('[H1] [H2] history and activity can be filtered', async () => {
  const { taskId } = await life();
  const history = `history(entityId: "${taskId}", filter: $filter)`;
  const all = ['TaskRetitled', 'TaskPrioritized', 'TaskPrioritized', 'TaskRetitled', 'TaskCreated'];
  const created = all.slice(4);
  expect(await types(history, {})).toEqual(all);
  expect(await types('activity(filter: $filter)', {})).toEqual([...all, 'ListCreated']);
  expect(await types('activity(filter: $filter)', { entityType: 'List' })).toEqual(['ListCreated']);
  expect(await types(history, { entityType: 'List' })).toEqual([]);
  expect(await types(history, { deviceId: phone.deviceId })).toEqual(all.slice(0, 2));
  expect(await types(history, { types: ['TaskCreated', 'TaskRetitled'] })).toEqual([all[0], all[3], all[4]]);
  expect(await types(history, { types: [] })).toEqual([]);
  expect(await types(history, { field: 'title' })).toEqual(['TaskRetitled', 'TaskRetitled', 'TaskCreated']);
  expect(await types(history, { field: 'order' })).toEqual(created);
  expect(await types(history, { field: 'priority', deviceId: me.deviceId })).toEqual(['TaskPrioritized']);
  expect(await types(history, { field: 'priority' })).toEqual(['TaskPrioritized', 'TaskPrioritized']);
  expect(await types(history, { lost: true })).toEqual(['TaskPrioritized']);
  expect(await types(history, { lost: false })).toEqual([all[0], all[2], all[3], all[4]]);
});

test('[H2] from and to go by the time of recording, and pages follow each other', async () => {
  await life();
  const { data } = await me.ask(`{ activity { nodes { position recordedAt } } }`);
  const nodes = data.activity.nodes as { position: number; recordedAt: string }[];
  const cut = nodes[2]!.recordedAt;
  const positions = async (filter: object, after: string | null = null, first = 50) => {
    const query = `query ($filter: HistoryFilter, $after: Cursor, $first: Int!) {
      activity(filter: $filter, after: $after, first: $first) { nodes { position } pageInfo { hasNextPage endCursor } } }`;
    return (await me.ask(query, { filter, after, first })).data.activity;
  };
  const from = nodes.filter(({ recordedAt }) => recordedAt >= cut);
  expect((await positions({ from: cut })).nodes).toHaveLength(from.length);
  expect((await positions({ to: cut })).nodes).toHaveLength(nodes.length - from.length);
  const one = await positions({}, null, 4);
  const two = await positions({}, one.pageInfo.endCursor, 4);
  expect([...one.nodes, ...two.nodes].map(({ position }) => position)).toEqual([6, 5, 4, 3, 2, 1]);
  expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([true, false]);
  for (const filter of ['{from: "yesterday"}', '{to: "2026-11-20"}', '{deviceId: "me"}']) {
    expect(codes(await me.ask(`{ activity(filter: ${filter}) { nodes { id } } }`))).toEqual(['BAD_USER_INPUT']);
  }
  expect(codes(await me.ask(`{ activity(after: "nonsense") { nodes { id } } }`))).toEqual(['CURSOR_INVALID']);
});

test("[SAFE1] another account's history is that of nothing", async () => {
  const { taskId, titled } = await life();
  const stranger = await api.newAccount();
  const query = `query ($id: ID!, $event: ID!) { activity { nodes { id } } history(entityId: $id) { nodes { id } }
    task(id: $id) { id } old: task(id: $id, atVersion: 99) { id } undoOf(eventId: $event) { mutation } activityDays { day } }`;
  const nothing = { activity: { nodes: [] }, history: { nodes: [] }, task: null, old: null, undoOf: null };
  expect((await stranger.ask(query, { id: taskId, event: idOf(titled) })).data).toEqual({
    ...nothing,
    activityDays: [],
  });
  expect((await stranger.ask(query, { id: writer.newId(), event: 'none' })).data).toMatchObject(nothing);
});

test('[H1] an entity as it was at any version, and at any time', async () => {
  const { taskId, asked } = await life();
  const TASK = `{ title priority version conflicts seen writers }`;
  const at = async (args: string) => (await me.ask(`{ task(id: "${taskId}"${args}) ${TASK} }`)).data?.task;
  expect(await at(', atVersion: 1')).toMatchObject({ title: 'One', priority: 0, version: 1, conflicts: {} });
  expect(await at(', atVersion: 2')).toMatchObject({ title: 'Two', priority: 0, version: 2 });
  expect(await at(', atVersion: 5')).toEqual(await at(''));
  expect(await at('')).toMatchObject({ conflicts: { [`${idOf(asked)}:title`]: { mine: 'Zwei' } } });
  const { data } = await me.ask(`{ history(entityId: "${taskId}") { nodes { version recordedAt } } }`);
  for (const { recordedAt } of data.history.nodes) {
    const then = data.history.nodes.find((event: { recordedAt: string }) => event.recordedAt <= recordedAt);
    expect(await at(`, asOf: "${recordedAt}"`)).toMatchObject({ version: then.version });
  }
  expect(await at(', asOf: "2020-01-01T00:00:00.000Z"')).toBeNull();
  expect(await at(', asOf: "2999-01-01T00:00:00.000Z"')).toEqual(await at(''));
  for (const args of [
    'atVersion: 0',
    'atVersion: 6',
    'asOf: "then"',
    'atVersion: 1, asOf: "2026-01-01T00:00:00.000Z"',
  ]) {
    expect(codes(await me.ask(`{ task(id: "${taskId}", ${args}) ${TASK} }`))).toEqual(['BAD_USER_INPUT']);
  }
});

test('[H2] activity by day counts in the zone that is asked for, without days on which nothing was', async () => {
  const at = (recordedAt: Date, position: number, entityId = randomUUID()) => ({
    accountId: me.accountId,
    position,
    id: randomUUID(),
    entityType: 'Task',
    entityId,
    version: position,
    type: 'TaskCompleted',
    schema: 1,
    deviceId: position % 2 ? me.deviceId : phone.deviceId,
    sequence: position,
    parentVersion: 0,
    occurredAt: '2026-11-20T09:00:00.000Z-0000',
    clock: '2026-11-20T09:00:00.000Z-0000',
    recordedAt,
    asked: {},
    applied: {},
    before: {},
    lost: {},
  });
  const back = (days: number, hour: number) => {
    const date = new Date(Date.now() - days * 24 * 3_600_000);
    date.setUTCHours(hour, 30, 0, 0);
    return date;
  };
  const [one, two] = [back(3, 1), back(3, 23)];
  const task = randomUUID();
  await everyAccount(api.database).event.createMany({
    data: [at(back(40, 12), 1), at(one, 2, task), at(one, 3, task), at(two, 4), at(back(1, 12), 5)],
  });
  const DAYS = `query ($days: Int!, $timeZone: String!) { activityDays(days: $days, timeZone: $timeZone) {
    day events entities devices } }`;
  const days = async (days: number, timeZone: string) => (await me.ask(DAYS, { days, timeZone })).data.activityDays;
  const day = (date: Date, hours: number) => new Date(date.getTime() + hours * 3_600_000).toISOString().slice(0, 10);
  const yesterday = { day: day(back(1, 12), 0), events: 1, entities: 1, devices: 1 };
  expect(await days(30, 'UTC')).toEqual([yesterday, { day: day(one, 0), events: 3, entities: 2, devices: 2 }]);
  expect(await days(30, 'Asia/Tokyo')).toEqual([
    { ...yesterday, day: day(back(1, 12), 9) },
    { day: day(two, 9), events: 1, entities: 1, devices: 1 },
    { day: day(one, 9), events: 2, entities: 1, devices: 2 },
  ]);
  expect(await days(60, 'UTC')).toHaveLength(3);
  expect(await days(1, 'UTC')).toEqual([]);
  for (const [count, zone] of [
    [0, 'UTC'],
    [367, 'UTC'],
    [30, '+05:30'],
    [30, 'Nowhere/Land'],
    [30, "UTC'"],
  ] as const) {
    expect(codes(await me.ask(DAYS, { days: count, timeZone: zone }))).toEqual(['BAD_USER_INPUT']);
  }
});

test('[M10] what takes an event back can be asked for and sent, until nothing of it is left', async () => {
  const { taskId, create, titled, asked } = await life();
  const undoOf = async (item: AppendItem) =>
    (await me.ask(`query ($id: ID!) { undoOf(eventId: $id) { mutation payload } }`, { id: idOf(item) })).data.undoOf;
  const { sequence } = (titled.input as { event: { sequence: number } }).event;
  const undo = await undoOf(titled);
  expect(undo).toEqual({
    mutation: 'revertTask',
    payload: { taskId, values: { title: 'One' }, undoes: { device: me.deviceId, sequence } },
  });
  const sent = await replay(me, writer.event(undo.mutation, undo.payload, { parentVersion: 5 }));
  expect(sent.data.replayEvents).toMatchObject([{ status: 'APPLIED', entity: { title: 'One' } }]);
  expect(await undoOf(titled)).toBeNull();
  expect(await undoOf(create)).toEqual({
    mutation: 'revertTask',
    payload: { taskId, values: { deletedAt: new Date(NOW).toISOString() } },
  });
  await replay(me, writer.event('deleteTask', { taskId }, { parentVersion: 6 }));
  expect(await undoOf(create)).toBeNull();

  const settle = { taskId, conflictId: `${idOf(asked)}:title`, choice: 'MINE' };
  const settled = writer.event('settleTaskConflict', settle, { parentVersion: 7 });
  await replay(phone, settled);
  const reopen = {
    mutation: 'reopenTaskConflict',
    payload: {
      taskId,
      conflictId: `${idOf(asked)}:title`,
      undoes: { device: expect.any(String), sequence: expect.any(Number) },
    },
  };
  expect(await undoOf(settled)).toEqual(reopen);
  const proposed = (await undoOf(settled)) as { payload: object };
  await replay(me, writer.event('reopenTaskConflict', proposed.payload as never, { parentVersion: 8 }));
  expect(await undoOf(settled)).toBeNull();
});
