import { registry } from '@cairn/domain';
import { temporaryPostgres } from '@cairn/prisma/testing';
import { print } from 'graphql';
import { createDocuments } from '../../../client/src/link/documents.ts';
import { freePort } from '../../../sim/src/child-process.ts';
import { ServerProcess } from '../../../sim/src/server-process.ts';
import { ask } from '../append/http.ts';
import { createTask, newId, retitle } from '../append/workload.ts';
import { signUp } from '../seed.ts';
import { quantile, round, table } from '../table.ts';
import { Follower } from './follower.ts';

const SOCKETS = 1_000;
/** A session has 50 at most at one process. */
const SOCKETS_OF_SESSION = 40;
const APPENDS = 60;
const RECONNECTS = 10_000;
/** That are open at once. */
const AT_ONCE = 100;

const FOLLOW = print(createDocuments(registry).changesSubscription);
const CREATE = 'mutation ($input: CreateTaskInput!) { createTask(input: $input) { position } }';
const RETITLE = 'mutation ($input: RetitleTaskInput!) { retitleTask(input: $input) { position } }';
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { token } }';

interface Account {
  /** The first is the one that writes. */
  readonly tokens: readonly string[];
  readonly taskId: string;
  sequence: number;
}

/** What a thousand open sockets cost, and what ten thousand that come and go leave behind. */
export async function feedBench(): Promise<string> {
  const postgres = await temporaryPostgres();
  const metricsPort = await freePort();
  const server = await ServerProcess.start({
    databaseUrl: postgres.url,
    webDir: '',
    env: { EVENTS_PER_MINUTE: '0', METRICS_PORT: String(metricsPort) },
  });
  try {
    const crowd = await newAccount(server.url, 'crowd@example.org', SOCKETS / SOCKETS_OF_SESSION);
    const many: Account[] = [];
    for (let n = 0; n < 100; n += 1) many.push(await newAccount(server.url, `one-of-many-${n}@example.org`, 1));
    const rows = [
      [
        '1,000 open sockets; milliseconds from the sending of an append',
        'to its receipt, p50',
        'p99',
        'to the page on each socket, p50',
        'p99',
      ],
      ['all on one account', ...(await fanOut(server.url, [crowd]))],
      ['10 on each of 100 accounts', ...(await fanOut(server.url, many))],
    ];
    const metric = async (name: string) => {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)![1]);
    };
    return [table(rows), await reconnects(server.url, crowd, metric)].join('\n\n');
  } finally {
    await server.stop();
    await postgres.drop();
  }
}

async function newAccount(url: string, email: string, sessions: number): Promise<Account> {
  const { token } = await signUp(url, email);
  const tokens = [token];
  while (tokens.length < sessions) {
    const input = { email, password: 'a long way from anywhere', deviceName: 'bench', kind: 'BROWSER' };
    const { signIn } = await ask<{ signIn: { token: string } }>(url, {}, SIGN_IN, { input });
    tokens.push(signIn.token);
  }
  const taskId = newId();
  await ask(url, { authorization: `Bearer ${token}` }, CREATE, { input: createTask(taskId, 1) });
  return { tokens, taskId, sequence: 1 };
}

/** Appends one event after the other, each when all of its account's sockets have the one before. */
async function fanOut(url: string, accounts: readonly Account[]): Promise<string[]> {
  const each = SOCKETS / accounts.length;
  const followers: Follower[][] = [];
  for (const { tokens } of accounts) {
    const group: Follower[] = [];
    for (let n = 0; n < each; n += 50) {
      const some = Array.from({ length: Math.min(50, each - n) }, (_, index) =>
        Follower.open(url, tokens[(n + index) % tokens.length]!, FOLLOW, null),
      );
      group.push(...(await Promise.all(some)));
    }
    followers.push(group);
  }
  const receipts: number[] = [];
  const pages: number[] = [];
  // The first few warm plans and compiler up, and count for nothing.
  for (let n = -5; n < APPENDS; n += 1) {
    const index = (n + 5) % accounts.length;
    const account = accounts[index]!;
    account.sequence += 1;
    const head = account.sequence;
    const arrived = followers[index]!.map(
      (follower) =>
        new Promise<number>((resolve) => {
          follower.onPage = (at, time) => at >= head && resolve(time);
        }),
    );
    const started = performance.now();
    await ask(url, { authorization: `Bearer ${account.tokens[0]!}` }, RETITLE, {
      input: retitle(account.taskId, 1, account.sequence),
    });
    const receipt = performance.now() - started;
    const times = await Promise.all(arrived);
    if (n < 0) continue;
    receipts.push(receipt);
    pages.push(...times.map((time) => time - started));
  }
  await Promise.all(followers.flat().map((follower) => follower.close()));
  return [quantile(receipts, 0.5), quantile(receipts, 0.99), quantile(pages, 0.5), quantile(pages, 0.99)].map(round);
}

async function reconnects(
  url: string,
  { tokens }: Account,
  metric: (name: string) => Promise<number>,
): Promise<string> {
  const rows = [
    [
      'sockets that came and went',
      'seconds',
      'memory of the server, MB',
      'of it heap in use, MB',
      'sockets and subscriptions left',
    ],
  ];
  const left = async () => (await metric('cairn_sockets')) + (await metric('cairn_feed_subscribers'));
  const started = performance.now();
  for (let done = 0; done < RECONNECTS;) {
    for (let n = 0; n < RECONNECTS / 5; n += AT_ONCE) {
      const followers = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) => Follower.open(url, tokens[index % tokens.length]!, FOLLOW, null)),
      );
      // Half of them say that they go, half do not.
      await Promise.all(followers.map((follower, index) => (index % 2 ? follower.vanish() : follower.close())));
    }
    done += RECONNECTS / 5;
    for (let tries = 0; tries < 100 && (await left()) > 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    rows.push([
      done.toLocaleString('en'),
      round((performance.now() - started) / 1_000),
      round((await metric('process_resident_memory_bytes')) / 1e6),
      round((await metric('nodejs_heap_size_used_bytes')) / 1e6),
      String(await left()),
    ]);
  }
  return table(rows);
}
