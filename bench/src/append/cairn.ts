import { ServerProcess } from '../../../sim/src/server-process.ts';
import { ask } from './http.ts';
import { BATCH, CLIENTS, TASKS, createTask, newId, retitle, type Competitor } from './workload.ts';

interface Account {
  readonly headers: { authorization: string };
  readonly tasks: string[];
  sequence: number;
}

const RECEIPT = 'eventId status version position';

/** Cairn's own server in its own process. */
export async function cairn(databaseUrl: string): Promise<Competitor> {
  const server = await ServerProcess.start({ databaseUrl, webDir: '', env: { EVENTS_PER_MINUTE: '0' } });
  const accounts = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, n): Promise<Account> => {
      const { signUp } = await ask<{ signUp: { token: string } }>(
        server.url,
        {},
        'mutation ($input: SignUpInput!) { signUp(input: $input) { token } }',
        {
          input: { email: `bench-${n}@example.org`, password: 'a long password', deviceName: 'bench', kind: 'BROWSER' },
        },
      );
      const headers = { authorization: `Bearer ${signUp.token}` };
      const tasks = Array.from({ length: TASKS }, newId);
      await ask(
        server.url,
        headers,
        `mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status } }`,
        {
          events: tasks.map((taskId, index) => ({ createTask: createTask(taskId, index + 1) })),
        },
      );
      return { headers, tasks, sequence: TASKS };
    }),
  );
  const next = (account: Account) => {
    account.sequence += 1;
    return retitle(account.tasks[account.sequence % TASKS]!, 1, account.sequence);
  };
  return {
    name: 'Cairn, through GraphQL',
    async one(n) {
      const account = accounts[n]!;
      const { retitleTask } = await ask<{ retitleTask: { status: string } }>(
        server.url,
        account.headers,
        `mutation ($input: RetitleTaskInput!) { retitleTask(input: $input) { ${RECEIPT} } }`,
        { input: next(account) },
      );
      if (retitleTask.status !== 'APPLIED') throw new Error(retitleTask.status);
    },
    async batch(n) {
      const account = accounts[n]!;
      const events = Array.from({ length: BATCH }, () => ({ retitleTask: next(account) }));
      const { replayEvents } = await ask<{ replayEvents: { status: string }[] }>(
        server.url,
        account.headers,
        `mutation ($events: [EventInput!]!) { replayEvents(events: $events) { ${RECEIPT} } }`,
        { events },
      );
      if (replayEvents.some(({ status }) => status !== 'APPLIED')) throw new Error('not applied');
    },
    close: () => server.stop(),
  };
}
