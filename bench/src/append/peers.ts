import { openDatabase } from '@cairn/prisma';
import { ownerQuery } from '@cairn/prisma/testing';
import { spawn } from 'node:child_process';
import pg from 'pg';
import { ask } from './http.ts';
import { ACCOUNTS, TASKS, newId, retitle, type Competitor, type Retitle } from './workload.ts';

interface Account {
  readonly id: string;
  readonly tasks: string[];
  sequence: number;
}

/** Accounts with tasks, made without anybody's append, in tables that nothing but the query itself keeps apart. */
async function seed(databaseUrl: string): Promise<Account[]> {
  const database = await openDatabase({ url: databaseUrl });
  const accounts = Array.from({ length: ACCOUNTS }, () => ({
    id: newId(),
    tasks: Array.from({ length: TASKS }, newId),
    sequence: 0,
  }));
  const { prisma } = database;
  for (const name of ['Account', 'Head', 'Event', 'ChainLink', 'Receipt', 'Task']) {
    await ownerQuery(database, `alter table "${name}" disable row level security`);
  }
  await prisma.account.createMany({ data: accounts.map(({ id }) => ({ id, createdAt: new Date() })) });
  await prisma.head.createMany({ data: accounts.map(({ id }) => ({ accountId: id })) });
  await prisma.task.createMany({
    data: accounts.flatMap(({ id: accountId, tasks }) =>
      tasks.map((id) => ({
        accountId,
        id,
        version: 1,
        position: 0,
        writers: {},
        title: 'A task',
        description: '',
        order: 'a0',
        priority: 0,
        createdAt: new Date().toISOString(),
      })),
    ),
  });
  await database.close();
  return accounts;
}

function next(account: Account): Retitle {
  account.sequence += 1;
  return retitle(account.tasks[account.sequence % TASKS]!, 1, account.sequence);
}

/** The plain server in its own process, through GraphQL. */
export async function plain(databaseUrl: string): Promise<Competitor> {
  const accounts = await seed(databaseUrl);
  const port = 41_000 + (process.pid % 1_000);
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/src/append/plain-server.ts'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', () => reject(new Error('the plain server did not start')));
  });
  const url = `http://127.0.0.1:${port}`;
  const receipt = 'eventId status version position';
  return {
    name: 'Apollo Server + Prisma interactive transaction, through GraphQL',
    one: (n) =>
      ask(
        url,
        { 'x-account': accounts[n]!.id },
        `mutation ($input: RetitleTaskInput!) { retitleTask(input: $input) { ${receipt} } }`,
        { input: next(accounts[n]!) },
      ),
    batch: (n, size) =>
      ask(
        url,
        { 'x-account': accounts[n]!.id },
        `mutation ($events: [RetitleTaskInput!]!) { replayEvents(events: $events) { ${receipt} } }`,
        { events: Array.from({ length: size }, () => next(accounts[n]!)) },
      ),
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const ROWS = `jsonb_to_recordset($2::jsonb) as r("ord" int, "id" uuid, "taskId" uuid, "title" text, "sequence" int, "clock" text)`;

// One statement for one event or many: lock and number, project, insert, receipt. The task's version comes from its
// update, not from a read: a statement that waited for the head still reads what was there before it waited.
const APPEND = `
  with given as materialized (select * from ${ROWS}),
  head as (
    update "Head" set "position" = "position" + (select count(*) from given), "turn" = "turn" + 1
    where "accountId" = $1::uuid returning "position"),
  last as (
    select distinct on (g."taskId") g.*, count(*) over (partition by g."taskId") as "count"
    from given g order by g."taskId", g.ord desc),
  tasks as (
    update "Task" t set "title" = l."title", "version" = t."version" + l."count", "position" = h."position",
      "writers" = jsonb_set(t."writers", '{title}',
        jsonb_build_object('version', t."version" + l."count", 'clock', l."clock", 'device', $1::text))
    from last l cross join head h where t."accountId" = $1::uuid and t.id = l."taskId"
    returning t.id, t."version" - l."count" as "base"),
  numbered as (
    select g.*, h."position" - (select count(*) from given) + g.ord as "pos",
      t."base" + row_number() over (partition by g."taskId" order by g.ord) as "ver"
    from given g cross join head h join tasks t on t.id = g."taskId"),
  events as (
    insert into "Event" ("accountId","position","id","entityType","entityId","version","type","schema","deviceId",
      "sequence","parentVersion","occurredAt","clock","asked","applied","before","lost")
    select $1::uuid, "pos", "id", 'Task', "taskId", "ver", 'TaskRetitled', 1, $1::uuid, "sequence", 1, "clock", "clock",
      jsonb_build_object('taskId', "taskId", 'title', "title"), jsonb_build_object('title', "title"), '{}', '{}'
    from numbered)
  insert into "Receipt" ("accountId","eventId","bodyHash","status","entityType","entityId","version","position","deviceId")
  select $1::uuid, "id", "id"::text, 'APPLIED', 'Task', "taskId", "ver", "pos", $1::uuid from numbered`;

/** Nothing but the driver and one prepared statement; no HTTP, no GraphQL, no session, no merge. */
export async function bare(databaseUrl: string): Promise<Competitor> {
  const accounts = await seed(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: ACCOUNTS });
  const append = async (account: Account, count: number) => {
    const rows = Array.from({ length: count }, (_, index) => {
      const { event, taskId, title } = next(account);
      return { ord: index + 1, id: event.id, taskId, title, sequence: event.sequence, clock: event.occurredAt };
    });
    await pool.query({ name: 'append', text: APPEND, values: [account.id, JSON.stringify(rows)] });
  };
  return {
    name: 'bare pg, one statement, no server',
    one: (n) => append(accounts[n]!, 1),
    batch: (n, size) => append(accounts[n]!, size),
    close: () => pool.end(),
  };
}
