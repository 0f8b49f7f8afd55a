import { ServerProcess } from '../../../sim/src/server-process.ts';
import { ask } from './http.ts';
import { ACCOUNTS, TASKS, createTask, newId, retitle, type Competitor } from './workload.ts';

interface Account {
  readonly headers: { authorization: string };
  readonly tasks: string[];
  sequence: number;
}

const RECEIPT = 'eventId status version position';

/** Cairn's own server, in processes of its own that are asked in turns. */
export async function cairn(databaseUrl: string, processes = 1): Promise<Competitor> {
  const servers: ServerProcess[] = [];
  for (let n = 0; n < processes; n += 1) {
    servers.push(await ServerProcess.start({ databaseUrl, webDir: '', env: { EVENTS_PER_MINUTE: '0' } }));
  }
  let asked = 0;
  const url = () => servers[(asked += 1) % processes]!.url;
  const accounts = await Promise.all(
    Array.from({ length: ACCOUNTS }, async (_, n): Promise<Account> => {
      const { signUp } = await ask<{ signUp: { token: string } }>(
        url(),
        {},
        'mutation ($input: SignUpInput!) { signUp(input: $input) { token } }',
        {
          input: { email: `bench-${n}@example.org`, password: 'a long password', deviceName: 'bench', kind: 'BROWSER' },
        },
      );
      const headers = { authorization: `Bearer ${signUp.token}` };
      const tasks = Array.from({ length: TASKS }, newId);
      await ask(url(), headers, `mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status } }`, {
        events: tasks.map((taskId, index) => ({ createTask: createTask(taskId, index + 1) })),
      });
      return { headers, tasks, sequence: TASKS };
    }),
  );
  const next = (account: Account) => {
    account.sequence += 1;
    return retitle(account.tasks[account.sequence % TASKS]!, 1, account.sequence);
  };
  return {
    name: processes === 1 ? 'Cairn, through GraphQL' : `Cairn, ${processes} processes`,
    async one(n) {
      const account = accounts[n]!;
      const { retitleTask } = await ask<{ retitleTask: { status: string } }>(
        url(),
        account.headers,
        `mutation ($input: RetitleTaskInput!) { retitleTask(input: $input) { ${RECEIPT} } }`,
        { input: next(account) },
      );
      if (retitleTask.status !== 'APPLIED') throw new Error(retitleTask.status);
    },
    async batch(n, size) {
      const account = accounts[n]!;
      const events = Array.from({ length: size }, () => ({ retitleTask: next(account) }));
      const { replayEvents } = await ask<{ replayEvents: { status: string }[] }>(
        url(),
        account.headers,
        `mutation ($events: [EventInput!]!) { replayEvents(events: $events) { ${RECEIPT} } }`,
        { events },
      );
      if (replayEvents.some(({ status }) => status !== 'APPLIED')) throw new Error('not applied');
    },
    async close() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
