import type { ApiClient } from '../testing/api-client.ts';
import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let me: ApiClient;
let taskId: string;

beforeAll(async () => {
  api = await TestServer.start();
  me = await api.newAccount(api.newEmail());
  const writer = new Writer(NOW - 60_000);
  taskId = writer.newId();
  await replay(me, writer.event('createTask', { taskId, title: 'One', order: 'a0' }));
});
afterAll(() => api?.close());

const cursor = (...place: unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url');
const page = (field: string) => `query ($c: Cursor) { ${field}(after: $c) { nodes { id } } }`;
const filter = (field: string, type: string) => `query ($f: ${type}) { ${field}(filter: $f) { nodes { id } } }`;
const history = 'query ($c: Cursor, $id: ID!) { history(entityId: $id, after: $c) { nodes { id } } }';
const asOf = 'query ($id: ID!, $at: String) { task(id: $id, asOf: $at) { id } }';

const NUL = 'a\u0000';

const asked: readonly (readonly [what: string, query: string, variables: () => object, code: string])[] = [
  ['a place beyond any number', page('conflicts'), () => ({ c: cursor(1e300, 'x') }), 'CURSOR_INVALID'],
  ['a place beyond an integer', page('conflicts'), () => ({ c: cursor(3e9, 'x') }), 'CURSOR_INVALID'],
  ['a place that cannot be stored', page('conflicts'), () => ({ c: cursor(3, NUL) }), 'CURSOR_INVALID'],
  ['a version beyond any number', history, () => ({ c: cursor(1e300), id: taskId }), 'CURSOR_INVALID'],
  ['a position beyond an integer', page('activity'), () => ({ c: cursor(3e9) }), 'CURSOR_INVALID'],
  ['a note beyond an integer', page('notes'), () => ({ c: cursor(1, 3e9) }), 'CURSOR_INVALID'],
  ['NUL in a text to find', filter('notes', 'NoteFilter'), () => ({ f: { text: NUL } }), 'BAD_USER_INPUT'],
  ['half a surrogate pair in a tag', filter('notes', 'NoteFilter'), () => ({ f: { tag: '\ud800' } }), 'BAD_USER_INPUT'],
  ['NUL in a tag of tasks', filter('tasks', 'TaskFilter'), () => ({ f: { tag: NUL } }), 'BAD_USER_INPUT'],
  ['NUL in an event type', filter('activity', 'HistoryFilter'), () => ({ f: { types: [NUL] } }), 'BAD_USER_INPUT'],
  ['NUL in an entity type', filter('activity', 'HistoryFilter'), () => ({ f: { entityType: NUL } }), 'BAD_USER_INPUT'],
  ['NUL in a field', filter('activity', 'HistoryFilter'), () => ({ f: { field: NUL } }), 'BAD_USER_INPUT'],
  [
    'the year 0',
    filter('activity', 'HistoryFilter'),
    () => ({ f: { from: '0000-01-01T00:00:00Z' } }),
    'BAD_USER_INPUT',
  ],
  ['as of the year 0', asOf, () => ({ id: taskId, at: '0000-01-01T00:00:00+23:59' }), 'BAD_USER_INPUT'],
];

test.each(asked)(
  '[fault F39] [SAFE3] %s gets a code of its own, not an error of the database',
  async (_what, query, variables, code) => {
    expect(codes(await me.ask(query, variables() as never))).toEqual([code]);
  },
);
