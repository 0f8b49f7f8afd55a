import { archiveEvents } from '@cairn/prisma';
import type { ApiClient } from '../testing/api-client.ts';
import { archiveContract } from '../testing/archive-contract.ts';
import { embeddedDatabase } from '../testing/databases.ts';
import { NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';
import { parseArchiveCommand, runArchiveCommand } from './archive-command.ts';
import { purgeTrash } from './purge.ts';
import { projections } from '../server/services.ts';

archiveContract('the embedded database', embeddedDatabase);

describe('what people and programs see', () => {
  let api: TestServer;
  let me: ApiClient;
  const writer = new Writer(NOW - 60_000);

  beforeAll(async () => {
    api = await TestServer.start();
  });
  afterAll(() => api?.close());

  const EVENT = `id type entityType entityId version position sequence parentVersion clock occurredAt recordedAt asked schema
    applied before lost conflicts merged { field outcome version } clamped device { name }`;

  /** All pages of a connection, `size` at a time. */
  async function all(field: string, size: number, args = ''): Promise<unknown[]> {
    const nodes: unknown[] = [];
    for (let after: string | null = null; ;) {
      const query: string = `query ($after: Cursor) { ${field}(first: ${size}, after: $after ${args}) {
        nodes { ${EVENT} } pageInfo { endCursor hasNextPage } } }`;
      const { data } = await me.ask(query, { after });
      nodes.push(...data[field].nodes);
      if (!data[field].pageInfo.hasNextPage) return nodes;
      after = data[field].pageInfo.endCursor;
    }
  }

  test('[A10] [H1] [H2] history, activity, old versions, conflicts and undo are the same across the archive', async () => {
    const email = api.newEmail();
    me = await api.newAccount(email);
    const phone = await api.nobody.signIn(email, { deviceName: 'Phone' });
    const [taskId, noteId, listId] = [writer.newId(), writer.newId(), writer.newId()];
    const late = new Writer(NOW - 30_000);
    const retitled = writer.event('retitleTask', { taskId, title: 'Two' }, { parentVersion: 1 });
    await replay(
      me,
      writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' }),
      writer.event('createTask', { taskId, title: 'One', order: 'a0' }),
      retitled,
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
    await replay(
      phone,
      late.event('retitleTask', { taskId, title: 'Zwei' }, { parentVersion: 1 }),
      late.event('createNote', { noteId, title: 'Journey', body: 'begun' }),
    );
    for (let version = 3; version < 12; version += 1) {
      await replay(me, writer.event('prioritizeTask', { taskId, priority: version % 4 }, { parentVersion: version }));
    }
    const task = `{ id title priority version deletedAt }`;
    const recorded = (await all('history', 50, `, entityId: "${taskId}"`)) as { id: string; recordedAt: string }[];
    const questions = [
      ...[1, 2, 5, 12].map((version) => `{ task(id: "${taskId}", atVersion: ${version}) ${task} }`),
      ...[0, 4, 10, 11].map((n) => `{ task(id: "${taskId}", asOf: "${recorded[n]!.recordedAt}") ${task} }`),
      `{ task(id: "${taskId}", asOf: "2020-01-01T00:00:00Z") ${task} }`,
      `{ note(id: "${noteId}", atVersion: 1) { title body } }`,
      `{ activityDays { day events entities devices } }`,
      `{ conflicts { nodes { field base mine theirs } } }`,
      ...recorded.map(({ id }) => `{ undoOf(eventId: "${id}") { mutation payload } }`),
    ];
    const look = async () => ({
      answers: await Promise.all(questions.map((question) => me.ask(question))),
      pages: Object.fromEntries(
        await Promise.all(
          [1, 2, 50].flatMap((size) =>
            [
              ['history', `, entityId: "${taskId}"`],
              ['history', `, entityId: "${taskId}", filter: { field: "title" }`],
              ['activity', ''],
              ['activity', ', filter: { types: ["TaskRetitled", "NoteCreated"] }'],
              ['activity', ', filter: { lost: true }'],
              ['activity', `, filter: { from: "${recorded[8]!.recordedAt}", to: "${recorded[2]!.recordedAt}" }`],
            ].map(async ([field, args]) => [`${size} ${field} ${args}`, await all(field!, size, args)]),
          ),
        ),
      ) as Record<string, unknown[]>,
    });
    const plain = async () => JSON.parse(JSON.stringify(await look())) as Awaited<ReturnType<typeof look>>;
    const before = await plain();
    expect(before.answers.filter(({ errors }) => errors)).toEqual([]);
    expect(before.answers.map(({ data }) => data)).toContainEqual({
      conflicts: { nodes: [{ field: 'title', base: 'One', mine: 'Zwei', theirs: 'Two' }] },
    });
    for (const most of [3, 1]) {
      const options = { before: new Date(Date.now() + 60_000), accountIds: [me.accountId!], most, pause: 0 };
      expect((await archiveEvents(api.database, options)).events).toBeGreaterThan(0);
      expect(await plain()).toEqual(before);
    }
  });

  test('[F6] what was purged is not in the trash that is listed, and is there by its id and in its history', async () => {
    me = await api.newAccount();
    const [taskId, noteId, listId] = [writer.newId(), writer.newId(), writer.newId()];
    await replay(
      me,
      writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' }),
      writer.event('createTask', { taskId, title: 'One', order: 'a0' }),
      writer.event('createNote', { noteId, title: 'Journey' }),
      writer.event('deleteTask', { taskId }, { parentVersion: 1 }),
      writer.event('deleteNote', { noteId }, { parentVersion: 1 }),
      writer.event('deleteList', { listId }, { parentVersion: 1 }),
    );
    const listed = async () => {
      const { data } = await me.ask(`{ tasks(filter: { deleted: true }) { nodes { id } }
        notes(filter: { deleted: true }) { nodes { id } } lists(deleted: true) { nodes { id } } }`);
      return [data.tasks, data.notes, data.lists].map(({ nodes }) => nodes.length);
    };
    expect(await listed()).toEqual([1, 1, 1]);
    const before = new Date(Date.now() + 60_000);
    expect(await purgeTrash(api.database.prisma, projections, me.accountId!, { before })).toBe(3);
    expect(await listed()).toEqual([0, 0, 0]);
    expect((await me.ask(`{ task(id: "${taskId}") { title } }`)).data.task).toEqual({ title: 'One' });
    expect(await all('history', 50, `, entityId: "${taskId}"`)).toHaveLength(2);
  });

  test('[A10] [F6] the command moves and purges what it says, of the accounts that it says', async () => {
    me = await api.newAccount();
    const other = await api.newAccount();
    const taskId = writer.newId();
    for (const client of [me, other]) {
      await replay(
        client,
        writer.event('createTask', { taskId, title: 'One', order: 'a0' }),
        writer.event('deleteTask', { taskId }, { parentVersion: 1 }),
      );
    }
    const said: string[] = [];
    const run = (line: string) =>
      runArchiveCommand(api.database, parseArchiveCommand(line.split(' ')), Date.now() + 3 * 86_400_000, (text) =>
        said.push(text),
      );
    const mine = `--account ${me.accountId} --rows 2 --pause 0`;
    expect(await run(`--older-than 4d --purge-trash 4d ${mine}`)).toBe(true);
    expect(await run(`--older-than 2d --purge-trash 2d --dry-run ${mine}`)).toBe(true);
    expect(await run(`--older-than 2d --purge-trash 2d ${mine}`)).toBe(true);
    expect(await run(`--older-than 2d --purge-trash 2d ${mine}`)).toBe(true);
    expect(said).toEqual([
      '0 events moved to the archive',
      '0 entities purged from the trash',
      '2 events would move to the archive',
      '1 entities would be purged from the trash',
      '2 events moved to the archive',
      '1 entities purged from the trash',
      '0 events moved to the archive',
      '0 entities purged from the trash',
    ]);
    expect((await other.ask('{ tasks(filter: { deleted: true }) { nodes { id } } }')).data.tasks.nodes).toHaveLength(1);
  });
});

test.each([
  ['', 'is no option'],
  ['--older-than 365', 'takes days: 365d'],
  ['--older-than', 'takes days: 365d'],
  ['--account me --older-than 1d', 'the id of an account'],
  ['--rows 0 --older-than 1d', 'takes a number'],
  ['--dry-run', 'nothing to do'],
  ['--older-than 1d --now', '--now is no option'],
])('[A10] `archive %s` is refused before anything is touched: %s', (line, message) => {
  expect(() => parseArchiveCommand(line.split(' '))).toThrow(message);
});
