import { everyAccount } from '@cairn/prisma/testing';
import { gql } from '@apollo/client';
import { openConflicts, type Effect, type Entity } from '@cairn/domain';
import { markdownFrom } from '@cairn/text';
import { NodeDevice } from './src/node-device.ts';
import { TestServer } from './src/test-server.ts';
import { typeWord } from './src/typing.ts';

// Conflicts, text, history and undo between real devices and the real server.

let server: TestServer;
let devices: NodeDevice[] = [];
let accounts = 0;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(async () => {
  await server?.close();
});
afterEach(async () => {
  await Promise.all(devices.map((device) => device.stop()));
  devices = [];
});

async function pair(): Promise<[NodeDevice, NodeDevice]> {
  const email = `recovery-${(accounts += 1)}@example.org`;
  devices = [await NodeDevice.signUp(server.url, email)];
  devices.push(await NodeDevice.signIn(server.url, email));
  await Promise.all(devices.map((device) => device.synced()));
  return devices as [NodeDevice, NodeDevice];
}

async function sharedTask(a: NodeDevice, b: NodeDevice): Promise<string> {
  const taskId = a.cairn.newId();
  await a.cairn.record('createTask', { taskId, title: 'Milk', order: 'a0' });
  await a.synced();
  await b.until(() => b.task(taskId) !== undefined);
  return taskId;
}

const entity = (device: NodeDevice, type: string, id: string): Entity => device.cairn.entity({ type, id })!;
const conflictsOf = (device: NodeDevice, taskId: string) => openConflicts(entity(device, 'Task', taskId));

test('[M6] a real conflict: kept on both, settled on one, gone on the other, and undone from there', async () => {
  const [a, b] = await pair();
  const taskId = await sharedTask(a, b);
  a.offline();
  b.offline();
  await a.cairn.record('retitleTask', { taskId, title: 'Oat milk' });
  await b.cairn.record('retitleTask', { taskId, title: 'Soy milk' });
  b.online();
  await b.synced();
  a.online();
  await a.synced();
  await b.until(() => conflictsOf(b, taskId).length === 1);
  for (const device of [a, b]) {
    expect(conflictsOf(device, taskId)).toMatchObject([{ base: 'Milk', mine: 'Oat milk', theirs: 'Soy milk' }]);
    expect(device.task(taskId)!.title).toBe('Soy milk');
  }

  b.offline();
  const conflictId = conflictsOf(b, taskId)[0]!.id;
  await b.cairn.record('settleTaskConflict', { taskId, conflictId, choice: 'MINE' });
  expect(conflictsOf(b, taskId)).toEqual([]);
  expect(b.task(taskId)!.title).toBe('Oat milk');
  b.online();
  await a.until(() => a.task(taskId)!.title === 'Oat milk' && conflictsOf(a, taskId).length === 0);

  await b.synced();
  await b.cairn.undo();
  await a.until(() => a.task(taskId)!.title === 'Soy milk' && conflictsOf(a, taskId).length === 1);
});

test('[M6] settled differently on two devices offline: one end state, the other choice in the history', async () => {
  const [a, b] = await pair();
  const taskId = await sharedTask(a, b);
  a.offline();
  await a.cairn.record('retitleTask', { taskId, title: 'Oat milk' });
  await b.cairn.record('retitleTask', { taskId, title: 'Soy milk' });
  await b.synced();
  a.online();
  await a.synced();
  await b.until(() => conflictsOf(b, taskId).length === 1);
  const conflictId = conflictsOf(a, taskId)[0]!.id;
  a.offline();
  b.offline();
  await a.cairn.record('settleTaskConflict', { taskId, conflictId, choice: 'EDITED', value: 'Almond milk' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await b.cairn.record('settleTaskConflict', { taskId, conflictId, choice: 'THEIRS' });
  b.online();
  await b.synced();
  a.online();
  await a.synced();
  await b.until(() => entity(b, 'Task', taskId).version === entity(a, 'Task', taskId).version);
  expect(entity(a, 'Task', taskId)).toEqual(entity(b, 'Task', taskId));
  expect(a.task(taskId)!.title).toBe('Soy milk');
  const lost = await everyAccount(server.database).event.findMany({
    where: { entityId: taskId, NOT: { lost: { equals: {} } } },
  });
  expect(lost).toMatchObject([{ type: 'TaskConflictSettled', lost: { title: 'Almond milk' } }]);
});

test('[M9] a device that was away while a note was written and compacted adds its words in their place', async () => {
  const [a, b] = await pair();
  const noteId = a.cairn.newId();
  await a.cairn.record('createNote', { noteId, title: 'Journey', body: 'begun ' });
  await a.synced();
  await b.until(() => b.cairn.entity({ type: 'Note', id: noteId }) !== undefined);
  b.offline();
  const updates = (device: NodeDevice) => entity(device, 'Note', noteId).fields.updates as readonly string[];
  const type = (device: NodeDevice, word: string) =>
    device.cairn.record('editNote', { noteId, update: typeWord(updates(device), word, (places) => places - 1) });
  for (let n = 0; n < 70; n += 1) await type(a, `here${n}`);
  await a.synced();
  expect(updates(a).length).toBeLessThan(70);
  for (let n = 0; n < 3; n += 1) await type(b, `away${n}`);
  b.online();
  await b.synced();
  await a.until(() => entity(a, 'Note', noteId).version === entity(b, 'Note', noteId).version);
  const text = markdownFrom(updates(a));
  expect(markdownFrom(updates(b))).toBe(text);
  const words = ['begun', ...[0, 1, 2].map((n) => `away${n}`), ...Array.from({ length: 70 }, (_, n) => `here${n}`)];
  expect(text.trim().split(' ').sort()).toEqual(words.sort());
  expect(await everyAccount(server.database).note.findFirst({ where: { id: noteId } })).toMatchObject({ body: text });
  expect((await server.rebuild(a.session.accountId)).differing).toEqual([]);
});

const HISTORY = gql`
  query History($entityId: ID!) {
    history(entityId: $entityId) {
      nodes {
        type
        version
        sequence
        asked
        applied
        before
        device {
          id
        }
      }
    }
  }
`;

interface HistoryEvent extends Omit<Effect, 'device' | 'entityId'> {
  readonly version: number;
  readonly device: { readonly id: string };
}

async function historyOf(device: NodeDevice, entityId: string): Promise<HistoryEvent[]> {
  const { data } = await device.cairn.client.query<{ history: { nodes: HistoryEvent[] } }>({
    query: HISTORY,
    variables: { entityId },
    fetchPolicy: 'no-cache',
  });
  return data!.history.nodes;
}

test("[M10] [H1] the second device undoes the first one's change from the history, and what came after stays", async () => {
  const [a, b] = await pair();
  const taskId = await sharedTask(a, b);
  await a.cairn.record('scheduleTask', { taskId, due: '2026-11-30', start: '2026-11-25' });
  await a.synced();
  await b.until(() => b.task(taskId)!.due !== null);
  await b.cairn.record('scheduleTask', { taskId, start: '2026-11-28' });
  await b.synced();
  const scheduled = (await historyOf(b, taskId)).find(({ version }) => version === 2)!;
  await b.cairn.takeBack({ ...scheduled, entityId: taskId, device: scheduled.device.id });
  await a.until(() => a.task(taskId)!.due === null);
  expect(a.task(taskId)!.start).toBe('2026-11-28');
});

test('[H1] an earlier version is read as it was, without touching what is shown, and brought back', async () => {
  const [a, b] = await pair();
  const taskId = await sharedTask(a, b);
  await a.cairn.record('tagTask', { taskId, tags: ['home'] });
  await a.cairn.record('retitleTask', { taskId, title: 'Bread' });
  await a.synced();
  await b.until(() => b.task(taskId)!.title === 'Bread');
  const { data } = await b.cairn.client.query<{ task: Record<string, never> }>({
    query: gql`
      query Version($id: ID!) {
        task(id: $id, atVersion: 1) {
          id
          title
          tags
          version
        }
      }
    `,
    variables: { id: taskId },
    fetchPolicy: 'no-cache',
    context: { fold: false },
  });
  expect(data!.task).toMatchObject({ title: 'Milk', tags: [], version: 1 });
  expect(b.task(taskId)!.title).toBe('Bread');
  await b.cairn.bringBack({ type: 'Task', id: taskId }, { title: 'Milk', tags: [] });
  await a.until(() => a.task(taskId)!.title === 'Milk');
  expect(a.task(taskId)!.tags).toEqual([]);
});

test('[M4] a policy chosen on one device counts on the other', async () => {
  const [a, b] = await pair();
  const taskId = await sharedTask(a, b);
  const settingsId = a.session.accountId;
  await a.cairn.record('choosePolicy', { settingsId, entityType: 'Task', field: 'title', policy: 'client-wins' });
  await a.synced();
  await b.until(() => b.cairn.entity({ type: 'Settings', id: settingsId }) !== undefined);
  b.offline();
  await b.cairn.record('retitleTask', { taskId, title: 'Soy milk' });
  await a.cairn.record('retitleTask', { taskId, title: 'Oat milk' });
  await a.synced();
  b.online();
  await b.synced();
  await a.until(() => a.task(taskId)!.title === 'Soy milk');
  expect(conflictsOf(a, taskId)).toEqual([]);
});
