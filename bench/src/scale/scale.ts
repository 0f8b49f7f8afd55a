import { projections, purgeTrash, rebuild } from '@cairn/api';
import { registry } from '@cairn/domain';
import { archiveEvents, openDatabase, verifyLog, type Database } from '@cairn/prisma';
import { ownerQuery, temporaryPostgres } from '@cairn/prisma/testing';
import { print } from 'graphql';
import pg from 'pg';
import { createDocuments } from '../../../client/src/link/documents.ts';
import { freePort } from '../../../sim/src/child-process.ts';
import { ServerProcess } from '../../../sim/src/server-process.ts';
import { retitle } from '../append/workload.ts';
import { signUp } from '../seed.ts';
import { median, quantile, round, table } from '../table.ts';
import { request } from './request.ts';
import { seedLog } from './seed-log.ts';

interface Plan {
  readonly name: string;
  readonly events: number;
  readonly entities: number;
  readonly deleted?: number;
  /** Which part of the events is archived. */
  readonly archived?: number;
}

const THOUSAND = 1_000;
/** Smaller for a try, which is also checked: SCALE=0.1. */
const SCALE = Number(process.env['SCALE'] ?? 1);
const scaled = (count: number) => Math.round(count * SCALE);

const PLANS: readonly Plan[] = [
  { name: '1,000', events: scaled(THOUSAND), entities: scaled(THOUSAND) },
  { name: '20,000', events: scaled(20 * THOUSAND), entities: scaled(20 * THOUSAND) },
  { name: '100,000', events: scaled(100 * THOUSAND), entities: scaled(20 * THOUSAND) },
  { name: '1,000,000', events: scaled(1_000 * THOUSAND), entities: scaled(20 * THOUSAND) },
  {
    name: '1,000,000, 900,000 of them archived',
    events: scaled(1_000 * THOUSAND),
    entities: scaled(20 * THOUSAND),
    archived: 0.9,
  },
  {
    name: '600,000, 200,000 tasks purged from the trash',
    events: scaled(600 * THOUSAND),
    entities: scaled(20 * THOUSAND),
    deleted: scaled(200 * THOUSAND),
  },
];

/** Each an append, a pull and a history of every account. */
const ROUNDS = 200;
const LOADS = 5;
/** What a pull brings. */
const LAST = 100;
/** As the client asks for. */
const PAGE = 500;

const CHANGES = print(createDocuments(registry).changes);
const RETITLE = 'mutation ($input: RetitleTaskInput!) { retitleTask(input: $input) { status position epoch } }';
const HISTORY = 'query ($id: ID!) { history(entityId: $id, first: 50) { nodes { id type applied } } }';

interface Load {
  readonly seconds: number;
  /** On the wire, compressed. */
  readonly bytes: number;
  /** The longest that the server was at nothing else, in milliseconds. */
  readonly block: number;
  /** Of the server, in seconds. */
  readonly cpu: number;
}

interface Account extends Plan {
  readonly accountId: string;
  readonly deviceId: string;
  readonly headers: Record<string, string>;
  readonly tasks: readonly string[];
  sequence: number;
  readonly appends: number[];
  readonly pulls: number[];
  readonly loads: Load[];
  readonly histories: number[];
}

/** What history costs: appends, pulls and first loads of accounts with logs of different lengths, side by side. */
export async function scaleBench(): Promise<string> {
  const postgres = await temporaryPostgres();
  const metricsPort = await freePort();
  const server = await ServerProcess.start({
    databaseUrl: postgres.url,
    webDir: '',
    env: { EVENTS_PER_MINUTE: '0', METRICS_PORT: String(metricsPort) },
  });
  const database = await openDatabase({ url: postgres.url });
  const lines: string[] = [];
  try {
    const accounts: Account[] = [];
    for (const [index, plan] of PLANS.entries()) accounts.push(await prepare(plan, index, server, postgres.url));
    await ownerQuery(database, 'vacuum analyze');
    lines.push(await archiveAndPurge(database, accounts));
    const metric = async (name: string) => {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)![1]);
    };
    // The first count for nothing: connections, plans and the compiler are warm then. Each round begins with another one.
    for (let n = -20; n < ROUNDS; n += 1) {
      for (const account of turned(accounts, n)) await visit(server.url, account, n >= 0);
    }
    const loaded = accounts.filter(({ entities }) => entities > scaled(THOUSAND));
    for (let n = -1; n < LOADS; n += 1) {
      for (const account of turned(loaded, n)) {
        const load = await firstLoad(server.url, account, metric);
        if (n >= 0) account.loads.push(load);
      }
    }
    lines.push(
      table([
        [
          'events in the account',
          'append, median',
          'p95',
          `the last ${LAST} changes, median`,
          'p95',
          'history of a task, median',
        ],
        ...accounts.map(({ name, appends, pulls, histories }) =>
          [name, median(appends), quantile(appends, 0.95), median(pulls), quantile(pulls, 0.95), median(histories)].map(
            cell,
          ),
        ),
      ]),
    );
    lines.push(
      table([
        [
          `first load of ${scaled(20 * THOUSAND).toLocaleString('en')} tasks`,
          'seconds',
          'of the server’s CPU',
          'MB on the wire',
          'longest block of the server, ms',
        ],
        ...accounts
          .filter(({ loads }) => loads.length > 0)
          .map(({ name, loads }) =>
            [
              name,
              median(loads.map(({ seconds }) => seconds)),
              median(loads.map(({ cpu }) => cpu)),
              loads[0]!.bytes / 1e6,
              median(loads.map(({ block }) => block)),
            ].map(cell),
          ),
      ]),
    );
    // Of a whole one it would take longer than all the rest.
    if (SCALE < 1) await check(database, accounts);
    return lines.join('\n\n');
  } finally {
    await server.stop();
    await database.close();
    await postgres.drop();
  }
}

const cell = (value: string | number) => (typeof value === 'number' ? round(value) : value);

async function prepare(plan: Plan, index: number, server: ServerProcess, databaseUrl: string): Promise<Account> {
  const { token, accountId, deviceId } = await signUp(server.url, `scale-${index}@example.org`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await seedLog(client, { accountId, deviceId, ...plan });
  const { rows } = await client.query<{ id: string }>(
    `select "id" from "Task" where "accountId" = $1::uuid and "deletedAt" is null order by "id"`,
    [accountId],
  );
  await client.end();
  return {
    ...plan,
    accountId,
    deviceId,
    headers: { authorization: `Bearer ${token}` },
    tasks: rows.map(({ id }) => id),
    sequence: plan.events,
    appends: [],
    pulls: [],
    loads: [],
    histories: [],
  };
}

/** Answers in words what it took, and what it gave back. */
async function archiveAndPurge(database: Database, accounts: readonly Account[]): Promise<string> {
  const said: string[] = [];
  for (const { accountId, events, archived = 0, deleted = 0 } of accounts) {
    if (archived > 0) {
      const [{ at, bytes }] = (await ownerQuery(
        database,
        `select (select "recordedAt" from "Event" where "accountId" = $1::uuid and "position" = $2) as at,
                pg_total_relation_size('"Event"')::float8 / (select count(*) from "Event") as bytes`,
        [accountId, Math.round(events * archived)],
      )) as [{ at: Date; bytes: number }];
      const started = performance.now();
      const { events: moved } = await archiveEvents(database, { before: at, accountIds: [accountId], pause: 0 });
      const seconds = (performance.now() - started) / 1_000;
      const [{ packed }] = (await ownerQuery(
        database,
        `select (pg_total_relation_size('"EventArchive"') + pg_total_relation_size('"ArchivedEntity"'))::float8
                / (select sum("throughPosition" - "fromPosition" + 1) from "EventArchive") as packed`,
      )) as [{ packed: number }];
      said.push(
        `${moved.toLocaleString('en')} events archived in ${round(seconds)} s, ${round(moved / seconds)} a second; ` +
          `an event with its indexes takes ${round(bytes)} bytes before and ${round(packed)} after.`,
      );
      await ownerQuery(database, 'vacuum analyze');
    }
    if (deleted > 0) {
      const started = performance.now();
      const purged = await purgeTrash(database.prisma, projections, accountId, { before: new Date() });
      if (purged !== deleted) throw new Error(`${purged} purged instead of ${deleted}`);
      const seconds = (performance.now() - started) / 1_000;
      said.push(`${purged.toLocaleString('en')} tasks purged in ${round(seconds)} s.`);
      await ownerQuery(database, 'vacuum analyze');
    }
  }
  return said.join(' ');
}

function turned<T>(list: readonly T[], by: number): T[] {
  const at = (by + 100 * list.length) % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

async function visit(url: string, account: Account, counts: boolean): Promise<void> {
  const { headers, tasks, appends, pulls, histories } = account;
  const timed = async <T>(times: number[], query: string, variables: object): Promise<T> => {
    const { data, ms } = await request<T>(url, headers, query, variables);
    if (counts) times.push(ms);
    return data;
  };
  account.sequence += 1;
  const taskId = tasks[(account.sequence * 7_919) % tasks.length]!;
  const { retitleTask } = await timed<{ retitleTask: { status: string; position: number; epoch: string } }>(
    appends,
    RETITLE,
    { input: retitle(taskId, 1, account.sequence) },
  );
  if (retitleTask.status !== 'APPLIED') throw new Error(retitleTask.status);
  const place = [retitleTask.epoch, Math.max(retitleTask.position - LAST, 0)];
  const after = Buffer.from(JSON.stringify(place)).toString('base64url');
  const { changes } = await timed<{ changes: { changes: unknown[] } }>(pulls, CHANGES, { after, first: PAGE });
  // Fewer where one was changed twice.
  if (changes.changes.length === 0) throw new Error(`${changes.changes.length} changes`);
  await timed(histories, HISTORY, { id: tasks[(account.sequence * 104_729) % tasks.length] });
}

type Metric = (name: string) => Promise<number>;

async function firstLoad(url: string, { headers, entities }: Account, metric: Metric) {
  // Asked for, it begins anew.
  await metric('nodejs_eventloop_lag_max_seconds');
  const cpuBefore = await metric('process_cpu_seconds_total');
  const started = performance.now();
  let bytes = 0;
  let count = 0;
  let after: string | null = null;
  for (let hasMore = true; hasMore;) {
    const answer: { data: Page; bytes: number } = await request<Page>(url, headers, CHANGES, { after, first: PAGE });
    bytes += answer.bytes;
    const { changes, cursor } = answer.data.changes;
    count += changes.length;
    after = cursor;
    ({ hasMore } = answer.data.changes);
  }
  const seconds = (performance.now() - started) / 1_000;
  if (count !== entities) throw new Error(`${count} entities loaded instead of ${entities}`);
  const block = (await metric('nodejs_eventloop_lag_max_seconds')) * 1_000;
  return { seconds, bytes, block, cpu: (await metric('process_cpu_seconds_total')) - cpuBefore };
}

interface Page {
  readonly changes: { readonly changes: unknown[]; readonly cursor: string; readonly hasMore: boolean };
}

/** What was made in bulk, and has been written to and archived since, is what appends would have made. */
async function check(database: Database, accounts: readonly Account[]): Promise<void> {
  const { wrong } = await verifyLog(database);
  if (wrong.length > 0) throw new Error(`the chain is wrong: ${JSON.stringify(wrong)}`);
  for (const { name, accountId } of accounts) {
    const { differing } = await rebuild(database.prisma, registry, projections, accountId);
    if (differing.length > 0) throw new Error(`${name}: ${differing.length} entities differ, ${differing[0]}`);
  }
}
