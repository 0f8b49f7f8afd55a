import type { ApiClient } from '../testing/api-client.ts';
import { codes, NOW, replay, RECEIPT, TestServer, toEvent } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;

beforeAll(async () => {
  api = await TestServer.start();
});
afterAll(() => api?.close());

const LOG = `query ($after: Cursor) { activity(first: 5, after: $after) {
  nodes { id type entityType entityId position sequence parentVersion clock asked schema device { id name strict } }
  pageInfo { hasNextPage endCursor } } }`;
const IMPORT = `mutation ($devices: [PastDeviceInput!]!, $writers: [ID!]!, $events: [EventInput!]!) {
  importLog(devices: $devices, writers: $writers, events: $events) ${RECEIPT} }`;
const STATE = `{ changes(first: 500) { changes { __typename id version position writers seen conflicts deletedAt
  ... on Task { title description priority tags completedAt createdAt listId due }
  ... on Note { noteTitle: title body updates createdAt } ... on List { name color }
  ... on Settings { policies } } } }`;

interface Logged {
  readonly id: string;
  readonly type: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly position: number;
  readonly sequence: number;
  readonly parentVersion: number;
  readonly clock: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly schema: number;
  readonly device: { readonly id: string; readonly name: string; readonly strict: boolean };
}

const MUTATIONS: { readonly [type: string]: string } = {
  ListCreated: 'createList',
  TaskCreated: 'createTask',
  TaskRetitled: 'retitleTask',
  TaskPrioritized: 'prioritizeTask',
  TaskCompleted: 'completeTask',
  TaskReverted: 'revertTask',
  TaskConflictSettled: 'settleTaskConflict',
  NoteCreated: 'createNote',
  NoteDeleted: 'deleteNote',
  PolicyChosen: 'choosePolicy',
};

/** The whole log, oldest first. */
async function logOf(client: ApiClient): Promise<Logged[]> {
  const events: Logged[] = [];
  for (let after: string | null = null; ;) {
    const { data } = await client.ask(LOG, { after });
    events.unshift(...data.activity.nodes.toReversed());
    if (!data.activity.pageInfo.hasNextPage) return events;
    after = data.activity.pageInfo.endCursor;
  }
}

const devicesOf = (log: readonly Logged[]) => [...new Map(log.map(({ device }) => [device.id, device])).values()];

function bringIn(client: ApiClient, log: readonly Logged[]) {
  const events = log.map(({ id, type, entityType, parentVersion, sequence, clock, asked, schema }) => ({
    [MUTATIONS[type]!]: {
      event: { id, parentVersion, sequence, occurredAt: clock, schema },
      ...asked,
      ...(entityType === 'Settings' ? { settingsId: client.accountId } : {}),
    },
  }));
  return client.ask(IMPORT, { devices: devicesOf(log), writers: log.map(({ device }) => device.id), events });
}

async function stateOf(client: ApiClient): Promise<unknown[]> {
  const { data } = await client.ask(STATE);
  return (data.changes.changes as { id: string }[]).map((entity) =>
    entity.id === client.accountId ? { ...entity, id: 'the account' } : entity,
  );
}

/** What three devices did to each other: merges, conflicts, a choice, an undo, a policy of the account's own. */
async function life(): Promise<ApiClient> {
  const email = api.newEmail();
  const me = await api.newAccount(email);
  const phone = await api.nobody.signIn(email, { deviceName: 'Phone' });
  const script = await api.nobody.signIn(email, { deviceName: 'Script', kind: 'PROGRAM' });
  const writer = new Writer(NOW - 60_000);
  const [listId, taskId, other, noteId] = [writer.newId(), writer.newId(), writer.newId(), writer.newId()];
  await replay(
    me,
    writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' }),
    writer.event('createTask', { taskId, title: 'One', order: 'a0', listId, tags: ['home'] }),
    writer.event('createTask', { taskId: other, title: 'Other', order: 'a1' }),
    writer.event('retitleTask', { taskId, title: 'Two' }, { parentVersion: 1 }),
    writer.event('createNote', { noteId, title: 'A note', body: '# Words' }),
  );
  const asked = writer.event('retitleTask', { taskId, title: 'Zwei' }, { parentVersion: 1 });
  const retitled = writer.event('retitleTask', { taskId: other, title: 'Autre' }, { parentVersion: 1 });
  await replay(phone, asked, writer.event('prioritizeTask', { taskId, priority: 2 }, { parentVersion: 1 }), retitled);
  await replay(script, writer.event('retitleTask', { taskId: other, title: 'Script' }, { parentVersion: 1 }));
  await replay(
    me,
    writer.event('choosePolicy', {
      settingsId: me.accountId,
      entityType: 'Task',
      field: 'title',
      policy: 'last-writer-wins',
    }),
    writer.event('completeTask', { taskId: other }, { parentVersion: 2 }),
    writer.event('deleteNote', { noteId }, { parentVersion: 1 }),
  );
  const { event } = asked.input as { event: { id: string } };
  const settled = { taskId, conflictId: `${event.id}:title`, choice: 'MINE' };
  await replay(phone, writer.event('settleTaskConflict', settled, { parentVersion: 4 }));
  const { data } = await me.ask(
    `{ undoOf(eventId: "${(retitled.input as typeof asked.input & { event: { id: string } }).event.id}") { mutation payload } }`,
  );
  await replay(me, writer.event(data.undoOf.mutation, data.undoOf.payload, { parentVersion: 3 }));
  return me;
}

test('[D1] a log brought into an empty account makes the same state, conflicts and last writers included', async () => {
  const me = await life();
  const log = await logOf(me);
  expect(new Set(log.map(({ device }) => device.name))).toEqual(new Set(['Test', 'Phone', 'Script']));
  expect(log.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['TaskConflictSettled', 'TaskReverted', 'PolicyChosen']),
  );
  const fresh = await api.newAccount();
  const { data } = await bringIn(fresh, log);
  expect(data.importLog).toHaveLength(log.length);
  expect(data.importLog.map(({ code }: { code: string | null }) => code)).not.toContainEqual(expect.any(String));
  expect(await stateOf(fresh)).toEqual(await stateOf(me));
  expect(await logOf(fresh)).toEqual(
    log.map((event) =>
      event.entityType === 'Settings'
        ? { ...event, entityId: fresh.accountId, asked: { ...event.asked, settingsId: fresh.accountId } }
        : event,
    ),
  );
  // What was cut off in the middle is sent again from the beginning.
  const again = await bringIn(fresh, log);
  expect(again.data.importLog.every(({ resent }: { resent: boolean }) => resent)).toBe(true);
});

test('[D1] an account that holds something of its own takes no log in', async () => {
  const log = await logOf(await life());
  const mine = await api.newAccount();
  const writer = new Writer(NOW - 60_000);
  await replay(mine, writer.event('createTask', { taskId: writer.newId(), title: 'Mine', order: 'a0' }));
  const before = await stateOf(mine);
  expect(codes(await bringIn(mine, log))).toEqual(['LOG_NOT_EMPTY']);
  expect(await stateOf(mine)).toEqual(before);
});

test('[D1] [SAFE1] nobody writes as a device that is signed in, nor as one that was not named', async () => {
  const me = await api.newAccount();
  const writer = new Writer(NOW - 60_000);
  const events = [toEvent(writer.event('createTask', { taskId: writer.newId(), title: 'x', order: 'a0' }))];
  const devices = [{ id: me.deviceId, name: 'Test', strict: false }];
  const past = [{ id: writer.newId(), name: 'Past', strict: false }];
  const ask = (variables: object) => me.ask(IMPORT, { events, ...variables });
  expect(codes(await ask({ devices, writers: [me.deviceId] }))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await ask({ devices: past, writers: [me.deviceId] }))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await ask({ devices: past, writers: [] }))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await ask({ devices: [{ ...past[0], id: 'me' }], writers: ['me'] }))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await ask({ devices: [{ ...past[0], name: 'x'.repeat(101) }], writers: [past[0]!.id] }))).toEqual([
    'BAD_USER_INPUT',
  ]);
  expect(codes(await api.nobody.ask(IMPORT, { events, devices: past, writers: [past[0]!.id] }))).toEqual([
    'UNAUTHENTICATED',
  ]);
  expect(await logOf(me)).toEqual([]);
  expect((await ask({ devices: past, writers: [past[0]!.id] })).data.importLog).toMatchObject([{ status: 'APPLIED' }]);
  const { data } = await me.ask('{ devices { id } }');
  expect(data.devices).toEqual([{ id: me.deviceId }]);
});
