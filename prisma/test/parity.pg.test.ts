import { forAccount, Prisma, openDatabase, type Database } from '../src/index.ts';
import { temporaryPostgres } from '../src/testing.ts';
import { accountId, anEvent } from './samples.ts';

const id = '018f0000-0000-7000-8000-0000000000aa';
const json = { text: 'tab\t "quoted" – 木 🪨', list: [1, null, { deep: true }], big: 9007199254740991, fraction: 0.1 };

type Script = (prisma: Database['prisma']) => Promise<unknown>;

const failure = (error: unknown) => {
  const { name, code, meta } = error as Prisma.PrismaClientKnownRequestError;
  return { name, code, meta };
};

const answers: Record<string, Script> = {
  'rows through the models': async (prisma) => {
    const entityId = '018f0000-0000-7000-8000-0000000000bb';
    const recordedAt = new Date('2026-03-29T01:30:00.007Z');
    const event = {
      ...anEvent(1),
      id,
      entityId,
      deviceId: id,
      recordedAt,
      asked: json,
      applied: [],
      before: 'text',
      lost: 0,
    };
    await prisma.event.create({ data: event });
    return prisma.event.findMany({ where: { accountId, asked: { path: ['list', '2', 'deep'], equals: true } } });
  },
  'nulls, updates and counts': async (prisma) => {
    const at = new Date('2026-11-20T12:00:00.000Z');
    const times = { createdAt: at, lastSeenAt: at, signedInAt: at, expiresAt: at };
    await prisma.device.create({
      data: { accountId, id, name: '', kind: 'BROWSER', tokenHash: 'h', refreshKey: 'k', ...times },
    });
    const changed = await prisma.device.updateMany({ where: { accountId }, data: { revokedAt: at } });
    return [
      changed,
      await prisma.device.findMany(),
      await prisma.device.aggregate({ _count: true, _max: { revokedAt: true } }),
    ];
  },
  'scalars of raw SQL': (prisma) => prisma.$queryRaw`
    SELECT ${id}::uuid AS uuid, 7::int AS int, 9007199254740993::bigint AS bigint, 1.50::numeric AS numeric, 0.1::float8 AS float,
           true AS bool, 'a'::text AS text, 'b'::varchar(3) AS varchar, 'n'::name AS name, NULL::text AS nothing,
           '2026-11-20'::date AS date, '12:34:56.789'::time AS time, '2026-11-20T12:00:00.123+05'::timestamptz AS timestamptz,
           '2026-11-20T12:00:00.123'::timestamp AS timestamp, ${JSON.stringify(json)}::jsonb AS jsonb, '[1]'::json AS json,
           '\\x00ff'::bytea AS bytea`,
  'arrays of raw SQL': (prisma) => prisma.$queryRaw`
    SELECT ARRAY['a,b', 'c"d', NULL, 'NULL', '{}', '\\'] AS text, ARRAY[1, NULL, 3] AS int, ARRAY[${id}::uuid] AS uuid,
           ARRAY['2026-11-20T12:00:00Z'::timestamptz] AS timestamptz, ARRAY['{"a": [1]}'::jsonb] AS jsonb, ARRAY[]::text[] AS empty`,
  'arrays as arguments': (prisma) => prisma.$queryRaw`
    SELECT x FROM unnest(${['a,b', 'c"d', '{}']}::text[]) AS x WHERE x = ANY(${['a,b', '{}']}::text[]) ORDER BY x COLLATE "C"`,
  'a set of rows as one argument': async (prisma) => {
    const rows = [
      { id, at: '2026-11-20T12:00:00.000Z' },
      { id: accountId, at: '2026-11-21T12:00:00.000Z' },
    ];
    const count = await prisma.$executeRaw`
      INSERT INTO "Account" ("id", "createdAt")
      SELECT r.id, r.at FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, at timestamptz)`;
    return [count, await prisma.account.findMany({ orderBy: { id: 'asc' } })];
  },
  'no rows': async (prisma) => [
    await prisma.$queryRaw`SELECT 1 WHERE false`,
    await prisma.$executeRaw`DELETE FROM "Task" WHERE false`,
    await prisma.task.findFirst(),
  ],
  'a large answer': (prisma) =>
    prisma.$queryRaw`SELECT n, repeat('x', 1000) AS text FROM generate_series(1, 3000) AS n`,
  'an isolation level': (prisma) =>
    prisma.$transaction((tx) => tx.$queryRaw`SELECT current_setting('transaction_isolation') AS level`, {
      isolationLevel: Prisma.TransactionIsolationLevel.Serializable,
    }),
};

const failures: Record<string, Script> = {
  P2002: (prisma) => prisma.account.create({ data: { id, createdAt: new Date() } }),
  'P2002 of raw SQL': (prisma) => prisma.$executeRaw`INSERT INTO "Account" VALUES (${id}::uuid, now())`,
  P2025: (prisma) => prisma.task.update({ where: { accountId_id: { accountId, id } }, data: { title: 'x' } }),
  'a uuid that is none': (prisma) => prisma.account.findUnique({ where: { id: 'none' } }),
  'a broken statement': (prisma) => prisma.$queryRawUnsafe('SELEC 1'),
  'a refused statement': (prisma) => prisma.$executeRaw`DELETE FROM "Event"`,
  'a missing table': (prisma) => prisma.$queryRawUnsafe('SELECT * FROM "Nothing"'),
  'an error amid a transaction': (prisma) =>
    prisma.$transaction(async (tx) => {
      const first = await tx.$queryRawUnsafe('SELECT 1/0').catch(failure);
      const second = await tx.$queryRawUnsafe('SELECT 1').catch(failure);
      throw Object.assign(new Error('both'), { meta: { first, second } });
    }),
};

let postgres: Database | undefined;
let embedded: Database | undefined;
let drop = async () => {};

beforeAll(async () => {
  const temporary = await temporaryPostgres();
  drop = temporary.drop;
  postgres = await openDatabase({ url: temporary.url });
  embedded = await openDatabase({ dataDir: 'memory://' });
});

afterAll(async () => {
  await embedded?.close();
  await postgres?.close();
  await drop();
});

test.each(Object.entries(answers))('embedded and PostgreSQL give the same answer: %s', async (_, script) => {
  const [one, other] = [embedded!, postgres!].map(({ prisma }) => script(forAccount(prisma, [accountId, id])));
  expect(await one).toEqual(await other);
});

test.each(Object.entries(failures))('embedded and PostgreSQL fail alike: %s', async (_, script) => {
  const [one, other] = [embedded!, postgres!].map(({ prisma }) =>
    script(forAccount(prisma, [accountId, id])).then(() => 'no failure', failure),
  );
  expect(await one).toMatchObject({ name: expect.any(String) });
  expect(await one).toEqual(await other);
});
