import { randomUUID } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { formatClock, registry } from '@cairn/domain';
import { apiSchema } from '../schema.ts';
import { ApiClient, type ApiAnswer } from '../testing/api-client.ts';
import { documentFor, placesOf, type Place } from '../testing/every-argument.ts';
import { NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

// Every argument that takes an id or a cursor, as the schema has them: another account's value gets what one gets that
// does not exist. An argument that is added later is asked about as well.

const schema: GraphQLSchema = await apiSchema();
const CANARY = 'canary';

let api: TestServer;
let me: ApiClient;
let mine: { readonly taskId: string; readonly listId: string; readonly noteId: string };
let foreignIds: readonly string[];
const foreignEventIds: string[] = [];
let foreignCursors: readonly string[];
/** Another account's access token. */
let foreignSecret: string;
/** This account's, which may do nothing but subscribe. */
let mySecret: string;
let sequence = 1_000;

beforeAll(async () => {
  api = await TestServer.start();
  me = await api.newAccount();
  const filled = await fill(me, 'mine');
  mine = filled.ids;
  mySecret = filled.secret;
  const other = await api.newAccount(`${CANARY}@example.org`);
  const foreign = await fill(other, CANARY);
  const device = await api.nobody.signIn(`${CANARY}@example.org`, { deviceName: CANARY });
  foreignIds = [
    ...Object.values(foreign.ids),
    foreign.tokenId,
    foreign.webhookId,
    ...foreign.eventIds,
    foreign.conflictId,
    other.accountId,
    device.deviceId,
    foreign.securityEventId,
  ];
  foreignSecret = foreign.secret;

  const writer = new Writer(NOW - 30_000);
  const tag = () => writer.event('tagTask', { taskId: foreign.ids.taskId, tags: [CANARY] }, { parentVersion: 1 });
  const { data } = await replay(other, ...Array.from({ length: 120 }, tag));
  foreignEventIds.push(...(data.replayEvents as { eventId: string }[]).map(({ eventId }) => eventId));
  foreignCursors = await cursorsOf(other, foreign.ids.taskId);
});
afterAll(() => api?.close());

/** One of everything, with a conflict to choose in; by two devices. */
async function fill(client: ApiClient, word: string) {
  const writer = new Writer(NOW - 60_000);
  const ids = { taskId: writer.newId(), listId: writer.newId(), noteId: writer.newId() };
  const { taskId, listId, noteId } = ids;
  const { data } = await replay(
    client,
    writer.event('choosePolicy', { settingsId: client.accountId, entityType: 'Task', field: 'title', policy: 'ask' }),
    writer.event('createList', { listId, name: word, color: 'blue', order: 'a0' }),
    writer.event('createTask', { taskId, title: word, order: 'a0', listId, tags: [word] }),
    writer.event('createNote', { noteId, title: word, body: word }),
  );
  const { email } = (await client.ask('{ me { email } }')).data.me;
  const second = await api.nobody.signIn(email, { deviceName: word });
  const retitle = (title: string) => writer.event('retitleTask', { taskId, title }, { parentVersion: 1 });
  await replay(client, retitle(`${word} one`));
  await replay(second, retitle(`${word} two`));
  const conflicts = (await client.ask('{ conflicts { nodes { id } } }')).data.conflicts.nodes as { id: string }[];
  expect(conflicts).toHaveLength(1);
  const { createAccessToken: token } = (
    await client.ask(
      `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret accessToken { id } } }`,
      { input: { name: word, scopes: ['subscribe'] } },
    )
  ).data;
  await client.ask('mutation { confirmPassword(password: "correct horse") }');
  const { createWebhook: made } = (
    await client.ask(`mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }`, {
      input: { name: word, url: `https://${word}.invalid/` },
    })
  ).data;
  const { securityEvents } = (await client.ask('{ securityEvents(first: 1) { nodes { id } } }')).data;
  return {
    ids,
    secret: token.secret as string,
    tokenId: token.accessToken.id as string,
    webhookId: made.webhook.id as string,
    securityEventId: securityEvents.nodes[0].id as string,
    conflictId: conflicts[0]!.id,
    eventIds: (data.replayEvents as { eventId: string }[]).map(({ eventId }) => eventId),
  };
}

async function cursorsOf(client: ApiClient, taskId: string): Promise<string[]> {
  const page = '{ pageInfo { endCursor } edges { cursor } }';
  const { data } = await client.ask(
    `query ($id: ID!) { tasks ${page} lists ${page} notes ${page} conflicts ${page} activity ${page} securityEvents ${page}
       history(entityId: $id) ${page} changes { cursor } }`,
    { id: taskId },
  );
  const found = JSON.stringify(data).matchAll(/"(?:cursor|endCursor)":"([^"]+)"/g);
  return [...new Set([...found].map(([, cursor]) => cursor!))];
}

/** What stands beside the value in question: of this account, and new where an id must be. */
function beside(name: string, type: string): unknown {
  if (type === 'ID') return name === 'id' ? randomUUID() : ((mine as Record<string, string>)[name] ?? randomUUID());
  const given: Record<string, unknown> = {
    email: `${randomUUID()}@example.org`,
    password: 'correct horse',
    order: 'a0',
    color: 'blue',
    occurredAt: formatClock(NOW),
    parentVersion: 1,
    sequence: (sequence += 1),
    values: { title: 'x' },
    timeZone: 'UTC',
    policy: 'ask',
    scopes: ['read'],
    url: 'https://hooks.invalid/',
    // Of an account of its own: none that is asked about here.
    previousUntil: new Date(NOW).toISOString(),
    entityType: 'Task',
    field: 'title',
  };
  return given[name];
}

/** An answer without what differs from call to call: ids, times, tokens. */
function shapeOf(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}(?:\.[0-9a-f-]{36}\.[\w-]{43})?/g, 'ID')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z(?:-\w+)?/g, 'TIME')
      .replaceAll(/"(\w*(?:[vV]ersion|position|head|sequence|parent))":\d+/g, '"$1":0')
      .replaceAll(/"(cursor|endCursor|startCursor)":"[^"]+"/g, '"$1":"CURSOR"'),
  );
}

async function ask(client: ApiClient, place: Place, value: unknown): Promise<unknown> {
  const { query, variables } = documentFor(schema, place, value, beside);
  if (place.operation === 'subscription') return firstOnSocket(client, query, variables);
  const { status, data, errors } = await client.ask(query, variables);
  return { status, data, errors };
}

/** The first answer on a socket of its own, or the code with which it was closed. */
async function firstOnSocket(client: ApiClient, query: string, variables: Record<string, unknown> = {}) {
  const socket = createClient({
    url: `${client.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${client.token}` },
  });
  try {
    return (await socket.iterate({ query, variables }).next()).value as unknown;
  } catch (refused) {
    return (refused as { code?: number }).code ?? refused;
  } finally {
    await socket.dispose();
  }
}

/** Its events are those of `replayEvents`, and an account that has a log takes none: see import-log.sql.test.ts. */
const isOfAnImport = ({ field, path }: Place) => field === 'importLog' && path[0] === 'events';

const places = placesOf(schema).filter((place) => !isOfAnImport(place));
const titled = (type: Place['type']) =>
  places
    .filter((place) => place.type === type)
    .map((place) => [[place.field, ...place.path].join('.'), place] as const);

test('[fault F44] [SAFE1] the places were found: every event, every entity, history, devices, tokens', () => {
  const fields = new Set(places.map(({ field }) => field));
  expect([...registry.mutations].filter((mutation) => !fields.has(mutation))).toEqual([]);
  for (const field of [
    'task',
    'note',
    'list',
    'history',
    'signOutDevice',
    'renameDevice',
    'revokeAccessToken',
    'rotateAccessToken',
    'rotateWebhookSecret',
    'enableWebhook',
    'disableWebhook',
    'moveWebhook',
    'deleteWebhook',
    'testWebhook',
    'securityEvents',
    'replayEvents',
    'changes',
  ]) {
    expect(fields).toContain(field);
  }
  expect(places.length).toBeGreaterThan(150);
  expect(foreignCursors.length).toBeGreaterThan(5);
});

// Before the ids: what is made under one of those below is this account's own.
test.each(titled('Cursor'))('[fault F44] [SAFE1] %s with a cursor of another account', async (_title, place) => {
  for (const cursor of foreignCursors) {
    const answer = JSON.stringify(await ask(me, place, cursor));
    for (const foreign of [CANARY, ...foreignIds, 'INTERNAL'])
      expect([foreign, answer.includes(foreign)]).toEqual([foreign, false]);
  }
});

/** Under an event id that it takes the account has an event from then on, whoever else has one of that id. */
const IS_OWN = /\.event\.id$/;

/** An id of the same form that nothing has. */
const missingLike = (id: string) => id.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, () => randomUUID());

function idsFor(title: string, { field, operation }: Place): readonly string[] {
  if (IS_OWN.test(title)) return [foreignEventIds.pop()!];
  // The same appender takes a batch and a mutation of its own [E1]: there, one id will do.
  if (field === 'replayEvents') return foreignIds.slice(0, 1);
  return operation === 'mutation' ? foreignIds.slice(0, 6) : foreignIds;
}

test.each(titled('ID'))('[fault F44] [SAFE1] [S10] %s with an id of another account', async (title, place) => {
  const ids = idsFor(title, place);
  // What the first one of its kind changes here is no difference between the two.
  await ask(me, place, missingLike(ids[0]!));
  for (const id of ids) {
    const missing = await ask(me, place, missingLike(id));
    const foreign = await ask(me, place, id);
    expect(JSON.stringify(foreign).includes(CANARY)).toBe(false);
    expect(shapeOf(foreign)).toEqual(shapeOf(missing));
  }
});

/** Account, token and secret, as an access token holds them. */
const partsOf = (secret: string) => {
  const bytes = Buffer.from(secret.slice('cairn_'.length), 'base64url');
  return [bytes.subarray(0, 16), bytes.subarray(16, 32), bytes.subarray(32)] as const;
};
const tokenOf = (...parts: readonly Uint8Array[]) => `cairn_${Buffer.concat(parts).toString('base64url')}`;
const newBytes = () => Buffer.from(randomUUID().replaceAll('-', ''), 'hex');

test('[fault F44] [SAFE1] [TOK1] a token put together of what another account has is one that does not exist, on a socket too', async () => {
  const [myAccount, myToken, secret] = partsOf(mySecret);
  const [account, token, theirs] = partsOf(foreignSecret);
  const missing = tokenOf(newBytes(), newBytes(), secret);
  const forged = [
    tokenOf(myAccount, token, theirs),
    tokenOf(myAccount, myToken, theirs),
    tokenOf(account, myToken, secret),
    tokenOf(account, token, secret),
  ];
  const answersTo = async (shown: string) => {
    const client = new ApiClient(me.address, shown);
    const { status, errors } = await client.ask('{ changes { head } }');
    return [status, errors, await firstOnSocket(client, 'subscription { changes { head } }')];
  };
  const nothing = await answersTo(missing);
  expect(nothing).toMatchObject([401, [{ extensions: { code: 'UNAUTHENTICATED' } }], 4403]);
  for (const shown of forged) expect(await answersTo(shown)).toEqual(nothing);
  expect(await firstOnSocket(new ApiClient(me.address, mySecret), 'subscription { changes { head } }')).toMatchObject({
    data: { changes: { head: expect.any(Number) } },
  });
});

test('[fault F44] [SAFE1] [TOK2] where its scopes do not reach, a token gets one and the same answer for every id and cursor', async () => {
  const client = new ApiClient(me.address, mySecret);
  // Anybody may sign in, and a subscription is what this token is for.
  const beyond = places.filter(({ field, operation }) => operation !== 'subscription' && field !== 'signIn');
  for (const place of beyond) {
    const value = place.type === 'Cursor' ? foreignCursors[0]! : foreignIds[0]!;
    const { status, errors } = (await ask(client, place, value)) as Pick<ApiAnswer, 'status' | 'errors'>;
    const told = errors?.map(({ message, extensions }) => [message, extensions.code]);
    expect([place.field, place.path, status, told]).toEqual([
      place.field,
      place.path,
      403,
      [['this token may not do that', 'FORBIDDEN']],
    ]);
  }
});
