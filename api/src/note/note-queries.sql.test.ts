import { openBody, textOf, toBase64 } from '@cairn/text';
import type { ApiClient } from '../testing/api-client.ts';
import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
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

const createNote = (payload: object, noteId = writer.newId()) => writer.event('createNote', { noteId, ...payload });

const NOTES = `query ($filter: NoteFilter, $first: Int!, $after: Cursor) {
  notes(filter: $filter, first: $first, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } } }`;

async function notes(filter: object = {}, first = 50, after: string | null = null) {
  return (await me.ask(NOTES, { filter, first, after })).data.notes;
}

async function titles(filter: object): Promise<string[]> {
  return (await notes(filter)).nodes.map(({ title }: { title: string }) => title);
}

/** An edit that types `text` at `index`. */
function typed(noteId: string, updates: readonly string[], index: number, text: string, parentVersion: number) {
  const body = openBody(updates);
  let made: Uint8Array | undefined;
  body.on('updateV2', (update: Uint8Array) => (made = update));
  textOf(body).insert(index, text);
  return writer.event('editNote', { noteId, update: toBase64(made!) }, { parentVersion });
}

test('[F1] notes come pinned first, then the newest change first, in pages', async () => {
  const first = writer.newId();
  await replay(
    me,
    createNote({ title: 'A' }, first),
    createNote({ title: 'B', pinned: true }),
    createNote({ title: 'C' }),
    createNote({ title: 'D', pinned: true }),
    writer.event('retitleNote', { noteId: first, title: 'A2' }, { parentVersion: 1 }),
  );
  const seen: string[] = [];
  let after: string | null = null;
  for (let hasMore = true; hasMore;) {
    const page: { nodes: { title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = await notes(
      {},
      1,
      after,
    );
    seen.push(...page.nodes.map(({ title }) => title));
    ({ hasNextPage: hasMore, endCursor: after } = page.pageInfo);
  }
  expect(seen).toEqual(['D', 'B', 'A2', 'C']);
  expect(codes(await me.ask(NOTES, { first: 1, after: 'nonsense' }))).toEqual(['CURSOR_INVALID']);
});

test('[F1] notes and tasks can be filtered, and text is found as it is written', async () => {
  const gone = writer.newId();
  await replay(
    me,
    createNote({ title: 'Shopping', body: 'Oat MILK, 100% pure', tags: ['home', 'soon'] }),
    createNote({ title: 'milk_man', pinned: true, tags: ['home'] }),
    createNote({ title: 'Gone', body: 'milk' }, gone),
    writer.event('deleteNote', { noteId: gone }, { parentVersion: 1 }),
    writer.event('createTask', { taskId: writer.newId(), title: 'Tagged', order: 'a0', tags: ['home'] }),
    writer.event('createTask', { taskId: writer.newId(), title: 'Other', order: 'a1' }),
  );
  expect(await titles({})).toEqual(['milk_man', 'Shopping']);
  expect(await titles({ text: 'Milk' })).toEqual(['milk_man', 'Shopping']);
  expect(await titles({ text: '0%' })).toEqual(['Shopping']);
  expect(await titles({ text: 'k_m' })).toEqual(['milk_man']);
  expect(await titles({ text: 't_m' })).toEqual([]);
  expect(await titles({ text: '\\' })).toEqual([]);
  expect(await titles({ tag: 'soon' })).toEqual(['Shopping']);
  expect(await titles({ tag: 'home', pinned: true })).toEqual(['milk_man']);
  expect(await titles({ tag: 'hom' })).toEqual([]);
  expect(await titles({ deleted: true })).toEqual(['Gone']);
  expect(codes(await me.ask(NOTES, { first: 1, filter: { text: 'x'.repeat(201) } }))).toEqual(['BAD_USER_INPUT']);
  const { data } = await me.ask(`{ tasks(filter: {tag: "home"}) { nodes { title tags } } }`);
  expect(data.tasks.nodes).toEqual([{ title: 'Tagged', tags: ['home'] }]);
});

test('[M9] backlinks are the notes that link to something, but those in the trash', async () => {
  const [target, one, two, gone] = [writer.newId(), writer.newId(), writer.newId(), writer.newId()];
  const body = `see [it](cairn:note/${target})`;
  await replay(
    me,
    createNote({ title: 'Target' }, target),
    createNote({ title: 'One', body }, one),
    createNote({ title: 'Two', body }, two),
    createNote({ title: 'Gone', body }, gone),
    writer.event('deleteNote', { noteId: gone }, { parentVersion: 1 }),
    createNote({ title: 'Other', body: `cairn:note/${target}` }),
  );
  const BACKLINKS = `query ($id: ID!) { backlinks(entityId: $id) { title links } }`;
  const backlinks = async (client: ApiClient, id: string) => (await client.ask(BACKLINKS, { id })).data.backlinks;
  expect(await backlinks(me, target)).toEqual([
    { title: 'Two', links: [target] },
    { title: 'One', links: [target] },
  ]);
  expect(await backlinks(me, 'nothing')).toEqual([]);
  expect(await backlinks(await api.newAccount(), target)).toEqual([]);
});

test('[H1] [M10] a note as it was, and an edit of it taken back', async () => {
  const noteId = writer.newId();
  const NOTE = `query ($id: ID!, $at: Int) { note(id: $id, atVersion: $at) { title body updates version links } }`;
  const note = async (at: number | null, client = me) => (await client.ask(NOTE, { id: noteId, at })).data.note;
  await replay(me, createNote({ title: 'Shopping', body: 'Milk\n' }, noteId));
  const bread = typed(noteId, (await note(null)).updates, 5, 'Bread\n', 1);
  await replay(me, bread);
  await replay(me, typed(noteId, (await note(null)).updates, 0, 'Oat ', 2));
  expect(await note(null)).toMatchObject({ body: 'Oat Milk\nBread\n', version: 3 });
  expect(await note(2)).toMatchObject({ body: 'Milk\nBread\n', version: 2 });
  expect(await note(1)).toMatchObject({ body: 'Milk\n', version: 1 });
  expect(await note(null, await api.newAccount())).toBeNull();

  // So many more that the server has made one update of them: the log still has each.
  const updates = [...(await note(null)).updates];
  const more = Array.from({ length: 70 }, (_, index) => typed(noteId, updates, 0, '.', 3 + index));
  await replay(me, ...more);
  expect((await note(null)).updates.length).toBeLessThan(70);
  const { id } = (bread.input as { event: { id: string } }).event;
  const { undoOf } = (await me.ask(`{ undoOf(eventId: "${id}") { mutation payload } }`)).data;
  expect(undoOf).toEqual({ mutation: 'editNote', payload: { noteId, update: expect.any(String) } });
  const { data } = await replay(me, writer.event(undoOf.mutation, undoOf.payload, { parentVersion: 73 }));
  expect(data.replayEvents).toMatchObject([{ status: 'APPLIED' }]);
  expect((await note(null)).body).toBe(`${'.'.repeat(70)}Oat Milk\n`);
  expect((await me.ask(`{ undoOf(eventId: "${id}") { mutation } }`)).data.undoOf).toBeNull();
});
