import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { forAccount, openDatabase, type Database } from '../src/index.ts';
import { ownerQuery } from '../src/testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-folder-'));
const children: ChildProcess[] = [];
let database: Database | undefined;

/** Another process running one of the scripts beside this file on the folder, and the lines it prints. */
function start(script: string): { child: ChildProcess; lines: AsyncIterator<string> } {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, folder], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() };
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const { value } = await lines.next();
  return String(value);
}

async function reopen(): Promise<Database> {
  await database?.close();
  return (database = await openDatabase({ dataDir: folder }));
}

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what was written is there after closing and opening again', async () => {
  const id = '018f0000-0000-7000-8000-000000000001';
  await forAccount((await reopen()).prisma, id).account.create({ data: { id, createdAt: new Date(0) } });
  const [{ epoch } = { epoch: '' }] = await database!.prisma.log.findMany();
  const { prisma } = await reopen();
  expect(await forAccount(prisma, id).account.count()).toBe(1);
  expect(await prisma.log.findMany()).toEqual([{ id: 1, epoch }]);
});

test('timestamps are UTC also when the database is set to New York', async () => {
  await ownerQuery(await reopen(), `ALTER DATABASE postgres SET TimeZone = 'America/New_York'`);
  const id = '018f0000-0000-7000-8000-000000000002';
  const prisma = forAccount((await reopen()).prisma, id);
  await prisma.account.create({ data: { id, createdAt: new Date('2026-11-20T12:00:00.000Z') } });
  const stored =
    await prisma.$queryRaw`SELECT extract(epoch FROM "createdAt")::int AS seconds FROM "Account" WHERE id = ${id}::uuid`;
  expect(stored).toEqual([{ seconds: Date.parse('2026-11-20T12:00:00Z') / 1000 }]);
});

test('the folder is refused to another process, and to this one, while it is open', async () => {
  await reopen();
  const { lines } = start('./write-accounts.ts');
  expect(await next(lines)).toBe(`DATABASE_LOCKED ${process.pid}`);
  await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({ code: 'DATABASE_LOCKED', pid: process.pid });
});

test('after kill -9 the lock is taken over and every acknowledged row is there', async () => {
  await database?.close();
  const { child, lines } = start('./write-accounts.ts');
  const acknowledged: string[] = [];
  while (acknowledged.length < 50) acknowledged.push(await next(lines));
  await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({ code: 'DATABASE_LOCKED', pid: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { prisma } = await reopen();
  expect(await forAccount(prisma, acknowledged).account.count()).toBe(50);
});

test('of several processes that find a dead lock one gets the folder', async () => {
  await database?.close();
  const dead = start('./take-lock.ts');
  expect(await next(dead.lines)).toBe('taken');
  dead.child.kill('SIGKILL');
  await once(dead.child, 'exit');
  const answers = await Promise.all(Array.from({ length: 4 }, () => next(start('./take-lock.ts').lines)));
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'DATABASE_LOCKED')).toHaveLength(3);
  expect(readdirSync(folder).filter((name) => name.startsWith('lock.'))).toHaveLength(1);
});

test('a start that was killed half-way is begun anew', async () => {
  const fresh = mkdtempSync(join(tmpdir(), 'cairn-fresh-'));
  mkdirSync(join(fresh, 'pgdata'));
  writeFileSync(join(fresh, 'pgdata', 'PG_VERSION'), '18');
  writeFileSync(join(fresh, 'pgdata.unfinished'), '');
  const opened = await openDatabase({ dataDir: fresh });
  expect(await opened.prisma.log.count()).toBe(1);
  await opened.close();
  expect(readdirSync(fresh).sort()).toEqual([expect.stringMatching(/^lock\.\d+$/), 'pgdata']);
  rmSync(fresh, { recursive: true });
});
