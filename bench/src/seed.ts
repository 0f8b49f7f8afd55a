import { generateNKeysBetween } from 'fractional-indexing';
import { newId } from './append/workload.ts';
import { ask } from './append/http.ts';

/** Creates `count` tasks in the Inbox of an account, through the API. */
export async function seedTasks(url: string, token: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  const orders = generateNKeysBetween(null, null, count);
  for (let start = 0; start < count; start += 500) {
    const events = ids.slice(start, start + 500).map((taskId, index) => ({
      createTask: {
        event: {
          id: newId(),
          parentVersion: 0,
          sequence: start + index + 1,
          occurredAt: `${new Date().toISOString()}-0000`,
        },
        taskId,
        title: `Task number ${start + index}`,
        order: orders[start + index],
      },
    }));
    await ask(
      url,
      { authorization: `Bearer ${token}` },
      'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status } }',
      { events },
    );
  }
  return ids;
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
