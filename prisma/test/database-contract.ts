import { readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { diff, migrationsFolder } from '../src/migrate.ts';
import { eraseAccount } from '../src/erase-account.ts';
import { poolOf, type Database } from '../src/open.ts';
import { PREPARED } from '../src/prepared.ts';
import { forAccount } from '../src/account-scope.ts';
import type { Prisma } from '../generated/client.ts';
import { everyAccount, ownerQuery } from '../src/testing.ts';
import { verifyLog } from '../src/verify.ts';
import { accountScopeSuite } from './account-scope-contract.ts';
import { accountId, anEvent } from './samples.ts';

/** What must hold on any database that openDatabase serves. */
export function databaseSuite(open: () => Promise<Database>): void {
  let database: Database;

  beforeAll(async () => {
    database = await open();
    await forAccount(database.prisma, accountId).event.createMany({ data: [anEvent(1), anEvent(2)] });
  });
  afterAll(() => database?.close());

  accountScopeSuite(() => database);

  test('every migration is applied and recorded as the official CLI records it', async () => {
    const rows = await ownerQuery(
      database,
      'SELECT migration_name, applied_steps_count, finished_at FROM _prisma_migrations',
    );
    const folders = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rows.map((row) => row['migration_name'])).toEqual(folders.map((entry) => entry.name).sort());
    for (const row of rows) expect(row).toMatchObject({ applied_steps_count: 1, finished_at: expect.any(Date) });
  });

  test('the migrations make what schema.prisma says', async () => {
    expect(await diff(poolOf(database))).toBe('');
  });

  test('the log has one epoch', async () => {
    expect(await database.prisma.log.findMany()).toEqual([{ id: 1, epoch: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });

  test('the application is cairn_app, in UTC, and cannot read the record of migrations', async () => {
    const session = await database.prisma
      .$queryRaw`SELECT current_user::text AS role, current_setting('TimeZone') AS zone`;
    expect(session).toEqual([{ role: 'cairn_app', zone: 'UTC' }]);
    await expect(database.prisma.$queryRaw`SELECT * FROM _prisma_migrations`).rejects.toThrow('permission denied');
  });

  test('[fault F60] [A5] the chain holds whatever the size of the appends, and nobody may change it', async () => {
    expect(await verifyLog(database)).toMatchObject({ events: 2, wrong: [] });
    for (const sql of ['UPDATE "ChainLink" SET "chain" = $$x$$', 'DELETE FROM "ChainLink"', 'TRUNCATE "ChainLink"']) {
      await expect(ownerQuery(database, sql)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('[fault F60] [A5] every column of an event is in its digest', async () => {
    const [digest] = await ownerQuery(database, `SELECT prosrc FROM pg_proc WHERE proname = 'event_digest'`);
    const columns = await ownerQuery(
      database,
      `SELECT attname::text AS name FROM pg_attribute WHERE attrelid = '"Event"'::regclass AND attnum > 0 AND NOT attisdropped`,
    );
    expect(columns.length).toBeGreaterThan(15);
    expect(columns.filter(({ name }) => !String(digest!['prosrc']).includes(`e."${name as string}"`))).toEqual([]);
  });

  const edits: readonly (readonly [what: string, position: number, sql: string])[] = [
    ['edited', 3, `UPDATE "Event" SET "applied" = '{"title": "Bread"}' WHERE "position" = 3`],
    ['given another time', 2, `UPDATE "Event" SET "recordedAt" = "recordedAt" + '1 minute' WHERE "position" = 2`],
    ['taken out', 4, 'DELETE FROM "Event" WHERE "position" = 4'],
    [
      'cut off with its link',
      4,
      'DELETE FROM "Event" WHERE "position" > 3; DELETE FROM "ChainLink" WHERE "position" > 3',
    ],
    [
      'put in',
      6,
      'INSERT INTO "Event" SELECT * FROM jsonb_populate_record((SELECT e FROM "Event" e WHERE "position" = 5), jsonb_build_object(\'position\', 6, \'id\', gen_random_uuid(), \'entityId\', gen_random_uuid()))',
    ],
    [
      'edited, and its link made to fit',
      4,
      `UPDATE "Event" SET "type" = 'x' WHERE "position" = 2; UPDATE "ChainLink" l SET "digests" = (SELECT string_agg(event_digest(e), '' ORDER BY e."position") FROM "Event" e WHERE e."position" <= 3) WHERE "position" = 3; UPDATE "ChainLink" SET "chain" = sha256("digests") WHERE "position" = 3`,
    ],
  ];

  test.each(edits)(
    '[fault F60] [A5] [S11] a row that a superuser has %s is found at position %i',
    async (_what, position, sql) => {
      const account = randomUUID();
      const { head, event } = forAccount(database.prisma, account);
      await head.create({ data: { accountId: account, position: 5 } });
      const events = [1, 2, 3, 4, 5].map((n) => ({ ...anEvent(n), accountId: account }));
      await event.createMany({ data: events.slice(0, 3) });
      await event.createMany({ data: events.slice(3) });
      expect((await verifyLog(database)).wrong).toEqual([]);
      const triggers = async (state: 'DISABLE' | 'ENABLE') => {
        for (const table of ['Event', 'ChainLink'])
          await ownerQuery(database, `ALTER TABLE "${table}" ${state} TRIGGER USER`);
      };
      await triggers('DISABLE');
      try {
        for (const statement of sql.split('; ')) {
          const own = statement.replaceAll('WHERE "', `WHERE "accountId" = '${account}' AND "`);
          await ownerQuery(database, own.replaceAll('WHERE e."', `WHERE e."accountId" = '${account}' AND e."`));
        }
        expect((await verifyLog(database)).wrong).toEqual([{ accountId: account, position }]);
      } finally {
        // What comes after must find a whole log again.
        for (const table of ['Event', 'ChainLink'])
          await ownerQuery(database, `DELETE FROM "${table}" WHERE "accountId" = '${account}'`);
        await head.delete({ where: { accountId: account } });
        await triggers('ENABLE');
      }
    },
  );

  describe.each(['UPDATE "Event" SET "type" = $$x$$', 'DELETE FROM "Event"', 'TRUNCATE "Event"'])('%s', (sql) => {
    test('[A5] is refused to the application', async () => {
      await expect(database.prisma.$executeRawUnsafe(sql)).rejects.toMatchObject({
        code: 'P2010',
        message: expect.stringContaining('42501'),
      });
    });

    test('[A5] is refused to the owner', async () => {
      const refusal = {
        code: '42501',
        message: expect.stringContaining(`append-only: ${sql.split(' ')[0]} on "Event"`),
      };
      await expect(ownerQuery(database, sql)).rejects.toMatchObject(refusal);
      expect(await everyAccount(database).event.count()).toBe(2);
    });
  });

  test('[A5] [KEYS4] an account is erased whole, with its events and links, and the others stay', async () => {
    const [gone, stays] = [randomUUID(), randomUUID()];
    for (const account of [gone, stays]) {
      const own = forAccount(database.prisma, account);
      await own.account.create({ data: { id: account, createdAt: new Date() } });
      await own.head.create({ data: { accountId: account, position: 2 } });
      await own.event.createMany({ data: [1, 2].map((n) => ({ ...anEvent(n), accountId: account })) });
    }
    await eraseAccount(database.prisma, gone);
    const count = async (table: string) =>
      (
        await ownerQuery(
          database,
          `SELECT "accountId"::text AS account, count(*)::integer AS rows FROM "${table}"
            WHERE "accountId" IN ('${gone}', '${stays}') GROUP BY 1`,
        )
      ).map(({ account, rows }) => [account, rows]);
    expect(await count('Event')).toEqual([[stays, 2]]);
    expect(await count('ChainLink')).toEqual([[stays, 1]]);
    expect(await ownerQuery(database, `SELECT 1 FROM "Account" WHERE "id" = '${gone}'`)).toEqual([]);
    expect((await verifyLog(database)).wrong).toEqual([]);
    await eraseAccount(database.prisma, stays);
  });

  test('[A2] a receipt is never changed or removed by the application', async () => {
    const data = { accountId, eventId: randomUUID(), bodyHash: 'h', status: 'APPLIED', deviceId: randomUUID() };
    const { receipt } = forAccount(database.prisma, accountId);
    await receipt.create({ data });
    await expect(receipt.updateMany({ data: { status: 'REJECTED' } })).rejects.toThrow('permission denied');
    await expect(receipt.deleteMany()).rejects.toThrow('permission denied');
  });

  test('[A6] every primary key and unique index starts with the account', async () => {
    const keys = await ownerQuery<{ table: string; index: string; first: string }>(
      database,
      `SELECT t.relname::text AS table, i.relname::text AS index, a.attname::text AS first
         FROM pg_index x
         JOIN pg_class t ON t.oid = x.indrelid
         JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
        WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace AND t.relname <> '_prisma_migrations'`,
    );
    const unsharded = new Set(['Credential', 'Log']);
    const wrong = keys.filter(
      ({ table, first }) => !unsharded.has(table) && first !== (table === 'Account' ? 'id' : 'accountId'),
    );
    expect(wrong).toEqual([]);
    expect(keys.length).toBeGreaterThanOrEqual(11);
  });

  test('[A6] every table but the named ones has a primary key, and the application may use it', async () => {
    const tables = await ownerQuery(
      database,
      `SELECT relname::text AS name, has_table_privilege('cairn_app', oid, 'SELECT, INSERT') AS granted,
              EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary) AS keyed
         FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'`,
    );
    expect(tables.filter((table) => !table['granted'] || !table['keyed'])).toEqual([]);
  });

  test('order keys sort byte by byte', async () => {
    const order = ['a0', 'a0V', 'Zz', 'a1'];
    const row = {
      accountId,
      version: 1,
      position: 1,
      writers: {},
      title: '',
      description: '',
      priority: 0,
      createdAt: '',
    };
    const { task } = forAccount(database.prisma, accountId);
    await task.createMany({ data: order.map((key) => ({ ...row, id: randomUUID(), order: key })) });
    const tasks = await task.findMany({
      where: { accountId, listId: null },
      orderBy: { order: 'asc' },
    });
    expect(tasks.map((task) => task.order)).toEqual([...order].sort());
  });

  const asked: readonly (readonly [what: string, sql: string, values: readonly (string | readonly string[])[]])[] = [
    [
      'texts, numbers, nulls and JSON',
      `select $1::text as text, $2::integer as number, null::text as nothing, true as flag, null::json as empty,
        $3::jsonb as doc, (select json_agg(x) from unnest($4::text[]) as x) as list, gen_random_uuid() is null as "never"`,
      ['"quoted" \\ ☃', '7', '{"a": [1, null]}', ['b', 'c "d"']],
    ],
    ['rows, and their account', 'select "position", "id" from "Event" where "type" <> $1 order by 1', ['x']],
    ['no row', 'select 1 as one where $1 = $2', ['a', 'b']],
  ];
  test.each(asked)('a prepared statement answers what any other does: %s', async (_what, sql, values) => {
    const prisma = forAccount(database.prisma, accountId);
    const answer = await prisma.$queryRawUnsafe(`${PREPARED} ${sql}`, ...values);
    expect(answer).toEqual(await prisma.$queryRawUnsafe(sql, ...values));
  });

  test.each(['select $1::uuid', 'select 1 / length($1)', 'select "none", $1', 'select * from "Credential", "None"'])(
    'a prepared statement fails as any other does, with what the database said: %s',
    async (sql) => {
      const failure = (text: string) =>
        database.prisma.$queryRawUnsafe(text, '').then(
          () => undefined,
          ({ name, code, meta, clientVersion, message }: Prisma.PrismaClientKnownRequestError) => {
            return { name, code, clientVersion, meta: JSON.stringify(meta), message: message.split('\n').at(-1) };
          },
        );
      const [one, other] = [await failure(`${PREPARED} ${sql}`), await failure(sql)];
      expect(one).toMatchObject({ name: 'PrismaClientKnownRequestError', code: 'P2010' });
      expect(one).toEqual(other);
    },
  );

  test('a prepared statement of a transaction is part of it', async () => {
    const id = randomUUID();
    const prisma = forAccount(database.prisma, id);
    const attempt = prisma.$transaction(async (tx) => {
      await tx.$queryRawUnsafe(`${PREPARED} insert into "Head" ("accountId") values ($1::uuid) returning 1 as one`, id);
      expect(
        await tx.$queryRawUnsafe(`${PREPARED} select "position" from "Head" where "accountId" = $1::uuid`, id),
      ).toEqual([{ position: 0 }]);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await prisma.head.findFirst()).toBeNull();
  });

  test('a failed interactive transaction leaves nothing behind', async () => {
    const id = randomUUID();
    const attempt = forAccount(database.prisma, id).$transaction(async (tx) => {
      await tx.account.create({ data: { id, createdAt: new Date() } });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await ownerQuery(database, 'SELECT FROM "Account" WHERE "id" = $1', [id])).toEqual([]);
  });

  test('a transaction that PostgreSQL aborted leaves nothing behind, and the next one works', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const prisma = forAccount(database.prisma, [first, second]);
    const attempt = prisma.$transaction(async (tx) => {
      await tx.account.create({ data: { id: first, createdAt: new Date() } });
      await tx.account.create({ data: { id: first, createdAt: new Date() } });
    });
    await expect(attempt).rejects.toMatchObject({ code: 'P2002' });
    await prisma.$transaction((tx) => tx.account.create({ data: { id: second, createdAt: new Date() } }));
    const found = await prisma.account.findMany({ where: { id: { in: [first, second] } } });
    expect(found.map(({ id }) => id)).toEqual([second]);
  });

  test('forty transactions at once all commit', async () => {
    const id = randomUUID();
    const prisma = forAccount(database.prisma, id);
    await prisma.head.create({ data: { accountId: id } });
    const add = () =>
      prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM "Head" WHERE "accountId" = ${id}::uuid FOR UPDATE`;
        await tx.head.update({ where: { accountId: id }, data: { position: { increment: 1 } } });
      });
    await Promise.all(Array.from({ length: 40 }, add));
    expect(await prisma.head.findFirst()).toMatchObject({ position: 40 });
  });
}
