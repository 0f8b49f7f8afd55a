import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { ApiClient } from '../testing/api-client.ts';
import { embeddedDatabase, type TestDatabase } from '../testing/databases.ts';
import { Writer } from '../testing/writer.ts';
import { createServer, type CairnServer } from './server.ts';

const CHANGES = `subscription ($after: Cursor) { changes(after: $after) { changes { id ... on Task { title } } cursor head hasMore } }`;

let database: TestDatabase;
let server: CairnServer;
/** Another process on the same database. */
let other: CairnServer;
let now = Date.parse('2026-11-20T09:00:00.000Z');
let me: ApiClient;
let url: string;
let otherUrl: string;
const opened: { dispose(): unknown }[] = [];

beforeAll(async () => {
  database = await embeddedDatabase();
  const options = { prisma: database.prisma, now: () => now, allowedOrigins: ['http://localhost:3000'] };
  server = await createServer(options);
  other = await createServer({ ...options, recheckEvery: 50 });
  const address = await server.listen({ port: 0 });
  url = `${address.replace('http', 'ws')}/graphql`;
  otherUrl = `${(await other.listen({ port: 0 })).replace('http', 'ws')}/graphql`;
  me = await new ApiClient(address).signUp('me@example.org');
});
afterEach(() => opened.splice(0).forEach((client) => client.dispose()));
afterAll(async () => {
  await server?.close();
  await other?.close();
  await database?.close();
});

interface Opening {
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly token?: string | undefined;
}

/** A client, and the close code of its socket once it has one. */
function connect({ url: to = url, headers = {}, token }: Opening) {
  let close = (_code: number) => {};
  const closed = new Promise<number>((resolve) => (close = resolve));
  class Socket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers });
    }
  }
  const client = createClient({
    url: to,
    webSocketImpl: Socket,
    retryAttempts: 0,
    lazy: true,
    ...(token ? { connectionParams: { authorization: `Bearer ${token}` } } : {}),
    on: { closed: (event) => close((event as { code: number }).code) },
  });
  opened.push(client);
  return { client, closed };
}

/** The pages of a subscription as they come; ends when the socket does. */
function follow(opening: Opening, query = CHANGES) {
  const { client, closed } = connect(opening);
  return { client, closed, pages: client.iterate<Record<string, never>>({ query }) };
}

const bearer = () => ({ token: me.token });

test('[F1] a subscription over a socket gets what is appended', async () => {
  const { pages } = follow(bearer());
  expect((await pages.next()).value).toMatchObject({ data: { changes: { changes: [], head: 0 } } });
  const writer = new Writer(now - 60_000);
  const next = pages.next();
  const taskId = writer.newId();
  const { mutation, input } = writer.event('createTask', { taskId, title: 'Buy milk', order: 'a0' });
  await me.ask(`mutation ($input: CreateTaskInput!) { ${mutation}(input: $input) { status } }`, { input });
  expect((await next).value).toMatchObject({ data: { changes: { changes: [{ id: taskId, title: 'Buy milk' }] } } });
});

test('[SAFE2] a cookie counts from the own origin and an allowed one, and from no other', async () => {
  const cookie = `cairn_session=${me.token}`;
  for (const origin of [url.replace('ws', 'http').replace('/graphql', ''), 'http://localhost:3000']) {
    const { pages } = follow({ headers: { cookie, origin } });
    expect((await pages.next()).done).toBe(false);
  }
  for (const origin of ['http://evil.example', 'null', 'http://localhost:3001']) {
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { cookie, origin } });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('403');
  }
  expect(await refusal({ headers: { cookie } })).toBe(4403);
});

test('[SAFE2] without a session a socket is refused', async () => {
  const origin = 'http://localhost:3000';
  expect(await refusal({})).toBe(4403);
  expect(await refusal({ headers: { origin } })).toBe(4403);
  expect(await refusal({ token: `${me.token!.slice(0, -1)}~` })).toBe(4403);
});

/** The close code that a socket gets instead of an acknowledgement. */
async function refusal(opening: Opening): Promise<number> {
  const { pages, closed } = follow(opening);
  pages.next().catch(() => {});
  return closed;
}

test('[fault F62] [SAFE2] a socket is for subscriptions alone', async () => {
  for (const query of ['{ me { id } }', 'mutation { signOut }']) {
    await expect(follow(bearer(), query).pages.next()).rejects.toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  }
  const wrong = follow(bearer(), 'subscription { changes { nothing } }').pages.next();
  await expect(wrong).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect((await me.ask('{ me { id } }')).status).toBe(200);
});

test('[fault F62] [SAFE3] [F4] errors on a socket have codes and nothing of the inside', async () => {
  const { client } = connect(bearer());
  const changes = client.iterate({ query: CHANGES, variables: { after: 'nonsense' } }).next();
  await expect(changes).resolves.toMatchObject({ value: { errors: [{ extensions: { code: 'CURSOR_INVALID' } }] } });
  await database.asOwner('REVOKE SELECT ON "Log" FROM cairn_app');
  const inside = client.iterate({ query: CHANGES }).next();
  const answer = await inside.then(({ value }) => value as unknown);
  await database.asOwner('GRANT SELECT ON "Log" TO cairn_app');
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
  expect(JSON.stringify(answer)).not.toMatch(/permission|Log/);
});

test('[fault F21] [SAFE2] what asks too much of a socket is closed', async () => {
  const { client, closed } = connect(bearer());
  for (let index = 0; index < 11; index += 1)
    client
      .iterate({ query: CHANGES })
      .next()
      .catch(() => {});
  expect(await closed).toBe(4429);
  const large = follow(bearer(), `${CHANGES} #${'x'.repeat(70_000)}`);
  large.pages.next().catch(() => {});
  expect(await large.closed).toBe(1009);
});

test('[F2] a socket that is cut leaves no subscriber', async () => {
  const { feed } = server.services;
  const settled = async (count: number) => {
    while (feed.subscriberCount !== count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await settled(0);
  const { client, pages } = follow(bearer());
  await pages.next();
  expect(feed.subscriberCount).toBe(1);
  pages.next().catch(() => {});
  client.terminate();
  await settled(0);
});

test('[fault F33] [SAFE2] a device that is signed out loses its sockets at once, in other processes soon', async () => {
  const phone = await new ApiClient(me.address).signIn('me@example.org', { deviceName: 'Phone' });
  const here = follow({ token: phone.token });
  const there = follow({ token: phone.token, url: otherUrl });
  const mine = follow(bearer());
  for (const { pages } of [here, there, mine]) await pages.next();
  here.pages.next().catch(() => {});
  there.pages.next().catch(() => {});
  await me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: phone.deviceId });
  expect(await here.closed).toBe(4403);
  now += 6_000;
  expect(await there.closed).toBe(4403);
  expect(await refusal({ token: phone.token, url: otherUrl })).toBe(4403);
  expect(await Promise.race([mine.closed, Promise.resolve('open')])).toBe('open');
});
