import { archiveEvents, verifyLog } from '@cairn/prisma';
import { ownerQuery } from '@cairn/prisma/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { newDevice } from '../testing/accounts.ts';
import { archiveContract } from '../testing/archive-contract.ts';
import { postgresDatabase } from '../testing/databases.ts';
import { LogWorld } from '../testing/log-world.ts';
import { Writer } from '../testing/writer.ts';
import type { AppendItem } from '../append/append-item.ts';

archiveContract('PostgreSQL', postgresDatabase);

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

test('[fault F63] [A10] [A1] beside eight that append, and killed again and again, nothing is lost or doubled', async () => {
  const database = await postgresDatabase();
  try {
    const world = await LogWorld.on(database.prisma);
    const [row] = await ownerQuery<{ name: string }>(database, 'SELECT current_database()::text AS name');
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres');
    url.pathname = `/${row!.name}`;
    const command = () =>
      spawn(
        process.execPath,
        ['--import', 'tsx', MAIN, '--older-than', '0d', '--rows', '20', '--pause', '20', '--account', world.accountId],
        { env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: url.href }, stdio: 'ignore' },
      );
    const appenders = [world.appender, world.newAppender((await database.another()).prisma)];
    let isOver = false;
    let longest = 0;
    const sent: { readonly device: ReturnType<typeof newDevice>; readonly items: AppendItem[] }[] = [];
    const write = async (index: number) => {
      const device = newDevice(world.accountId);
      const writer = new Writer(world.now - 60_000);
      while (!isOver) {
        const taskId = writer.newId();
        const items = [
          writer.event('createTask', { taskId, title: `Task of ${index}`, order: 'a0' }),
          writer.event('retitleTask', { taskId, title: 'Changed' }, { parentVersion: 1 }),
        ];
        const began = performance.now();
        await appenders[index % 2]!.append(device, items);
        longest = Math.max(longest, performance.now() - began);
        sent.push({ device, items });
        await pause(10);
      }
    };
    const writers = Array.from({ length: 8 }, (_, index) => write(index));
    const rows = async () => {
      const [found] = await ownerQuery<{ rows: number }>(
        database,
        `SELECT count(*)::integer AS rows FROM "EventArchive"`,
      );
      return found!.rows;
    };
    let killed = 0;
    for (let n = 0; n < 6; n += 1) {
      const atStart = await rows();
      const child = command();
      const over = ended(child);
      while ((await rows()) === atStart && child.exitCode === null) await pause(2);
      // Somewhere within the next rows: in the middle of a transaction as well as between two.
      await pause((n * 37) % 90);
      if (child.kill('SIGKILL')) killed += 1;
      await over;
    }
    isOver = true;
    await Promise.all(writers);
    expect(killed).toBeGreaterThan(2);
    expect(await rows()).toBeGreaterThan(10);
    // The server's side of the last one that was killed may still be at work.
    await archiveEvents(database, { before: new Date(Date.now() + 60_000), accountIds: [world.accountId], pause: 0 });
    const { position } = await world.head();
    expect(position).toBe(2 * sent.length);
    expect(await verifyLog(database)).toMatchObject({ events: position, wrong: [] });
    expect(await world.rebuild()).toEqual({ events: position, entities: sent.length, differing: [] });
    for (const { device, items } of [sent[0]!, sent.at(-1)!]) {
      expect(await world.append(device, ...items)).toMatchObject([{ resent: true }, { resent: true }]);
    }
    expect((await world.head()).position).toBe(position);
    // Nobody waited for a row of the archive; the machine may be slow.
    expect(longest).toBeLessThan(5_000);
  } finally {
    await database.close();
  }
}, 120_000);

test('[A10] an append goes on while a row of the archive is being made', async () => {
  const database = await postgresDatabase();
  try {
    const world = await LogWorld.on(database.prisma);
    for (let n = 0; n < 4; n += 1) await world.task();
    await ownerQuery(
      database,
      `CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$;
       CREATE TRIGGER slowly BEFORE INSERT ON "EventArchive" FOR EACH ROW EXECUTE FUNCTION slowly()`,
    );
    let isMoved = false;
    const options = { before: new Date(Date.now() + 60_000), accountIds: [world.accountId], most: 4, pause: 0 };
    const moving = archiveEvents(database, options).then((archived) => {
      isMoved = true;
      return archived;
    });
    await pause(300);
    await world.task();
    expect(isMoved).toBe(false);
    expect((await world.events()).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    expect(await moving).toEqual({ events: 4, failed: [] });
    expect((await world.events()).map(({ position }) => position)).toEqual([5]);
  } finally {
    await database.close();
  }
});
