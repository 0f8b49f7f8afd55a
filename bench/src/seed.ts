import { generateNKeysBetween } from 'fractional-indexing';
import { newId } from './append/workload.ts';
import { ask } from './append/http.ts';

/** A request has 256 KiB at most. */
const BATCH = 100;

/** An event without its stamp: the mutation and what it says. */
type Said = readonly [mutation: string, payload: object];

/** Appends them in order, as the account's device would, which has written nothing before. */
async function appendAll(url: string, token: string, events: readonly Said[]): Promise<void> {
  const stamped = events.map(([mutation, payload], index) => ({
    [mutation]: {
      event: { id: newId(), parentVersion: 0, sequence: index + 1, occurredAt: `${new Date().toISOString()}-0000` },
      ...payload,
    },
  }));
  for (let start = 0; start < stamped.length; start += BATCH) {
    await ask(
      url,
      { authorization: `Bearer ${token}` },
      'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status } }',
      { events: stamped.slice(start, start + BATCH) },
    );
  }
}

/** Creates `count` tasks in the Inbox of an account, through the API. */
export async function seedTasks(url: string, token: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  const orders = generateNKeysBetween(null, null, count);
  const tasks = ids.map((taskId, n): Said => ['createTask', { taskId, title: `Task number ${n}`, order: orders[n]! }]);
  await appendAll(url, token, tasks);
  return ids;
}

/** Lists `List (0)`, `List (1)` … of so many tasks each, and notes `Note (0)`, `Note (1)` …, through the API. */
export async function seedLists(
  url: string,
  token: string,
  { lists, tasks, notes }: { readonly lists: number; readonly tasks: number; readonly notes: number },
): Promise<void> {
  const orders = generateNKeysBetween(null, null, Math.max(lists, tasks));
  const made = Array.from({ length: lists }, (_, n): Said[] => {
    const listId = newId();
    return [
      ['createList', { listId, name: `List (${n})`, color: 'teal', order: orders[n]! }],
      ...Array.from({ length: tasks }, (_, m): Said => [
        'createTask',
        { taskId: newId(), listId, title: `Task ${m} of list ${n}`, order: orders[m]! },
      ]),
    ];
  });
  const written = Array.from({ length: notes }, (_, n): Said => {
    const lines = Array.from({ length: 20 }, (_, m) => `- line ${m} of note ${n}, with a few words to read`);
    return ['createNote', { noteId: newId(), title: `Note (${n})`, body: [`# Note (${n})`, ...lines].join('\n') }];
  });
  await appendAll(url, token, [...made.flat(), ...written]);
}

export async function signUp(
  url: string,
  email: string,
): Promise<{ token: string; accountId: string; deviceId: string }> {
  const { signUp: session } = await ask<{ signUp: { token: string; accountId: string; deviceId: string } }>(
    url,
    {},
    'mutation ($input: SignUpInput!) { signUp(input: $input) { token accountId deviceId } }',
    { input: { email, password: 'a long way from anywhere', deviceName: 'bench', kind: 'BROWSER' } },
  );
  return session;
}
