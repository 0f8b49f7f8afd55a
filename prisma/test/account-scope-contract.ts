import { randomUUID } from 'node:crypto';
import { asAccount, forAccount } from '../src/account-scope.ts';
import { poolOf, type Database } from '../src/open.ts';
import { ownerQuery } from '../src/testing.ts';

/** Not keyed by account: how people sign in, and the log's epoch. */
const UNSHARDED = ['Credential', 'Log', '_prisma_migrations'];

interface Table {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: readonly { readonly name: string; readonly roles: string; readonly using: string }[];
}

/** That no statement reaches past the accounts that it is about. */
export function accountScopeSuite(opened: () => Database): void {
  const count = `SELECT count(*)::int AS count FROM "Head"`;
  const setting = `SELECT current_setting('app.account_id', true) AS setting`;
  const [one, other] = [randomUUID(), randomUUID()];

  beforeAll(async () => {
    for (const accountId of [one, other]) {
      await forAccount(opened().prisma, accountId).head.create({ data: { accountId, turn: 7 } });
    }
  });

  test('[SAFE7] row-level security is forced on every table that is keyed by account', async () => {
    const tables = await ownerQuery<Table & { key: string }>(
      opened(),
      `SELECT c.relname::text AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
              (SELECT coalesce(json_agg(json_build_object('name', p.polname, 'using', pg_get_expr(p.polqual, c.oid),
                        'roles', (SELECT string_agg(coalesce(r.rolname, 'public'), ',')
                                    FROM unnest(p.polroles) AS of LEFT JOIN pg_roles r ON r.oid = of))
                        ORDER BY p.polname), '[]')
                 FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
         FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace`,
    );
    const sharded = tables.filter(({ name }) => !UNSHARDED.includes(name));
    expect(sharded.length).toBeGreaterThanOrEqual(10);
    const [{ owner } = { owner: '' }] = await ownerQuery<{ owner: string }>(
      opened(),
      `SELECT tableowner::text AS owner FROM pg_tables WHERE tablename = 'Event'`,
    );
    for (const { name, enabled, forced, policies } of sharded) {
      expect({ name, enabled, forced }).toEqual({ name, enabled: true, forced: true });
      expect(policies.map(({ name, roles }) => `${name} to ${roles}`)).toEqual([
        'of_account to public',
        `of_operator to ${owner}`,
      ]);
      const key = name === 'Account' ? 'id' : '"accountId"';
      const using = policies[0]!.using.replace(/\s+/g, ' ');
      expect(using).toBe(`(array_position(( SELECT accounts_in_scope() AS accounts_in_scope), ${key}) IS NOT NULL)`);
    }
  });

  test('[SAFE7] [A5] the application owns nothing, passes no policy by, and changes no event', async () => {
    const [role] = await ownerQuery(
      opened(),
      `SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS powers,
              (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owned,
              (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
         FROM pg_roles r WHERE r.rolname = 'cairn_app'`,
    );
    expect(role).toEqual({ powers: false, owned: 0, memberships: 0 });
    const grants = await ownerQuery(
      opened(),
      `SELECT t, p FROM unnest(ARRAY['"Event"', '"ChainLink"', '"Receipt"']) AS t,
                        unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS p
        WHERE has_table_privilege('cairn_app', t, p)`,
    );
    expect(grants).toEqual([]);
  });

  test('[SAFE7] a query that forgets its account sees nothing, and writes nothing', async () => {
    const { prisma } = opened();
    expect(await prisma.head.findMany()).toEqual([]);
    expect(await prisma.$queryRawUnsafe(count)).toEqual([{ count: 0 }]);
    expect(await prisma.head.updateMany({ data: { turn: 0 } })).toEqual({ count: 0 });
    expect(await prisma.head.deleteMany()).toEqual({ count: 0 });
    await expect(prisma.head.create({ data: { accountId: randomUUID() } })).rejects.toThrow('row-level security');
  });

  test("[SAFE7] one account's query reaches no other's rows, whatever it asks for", async () => {
    const own = forAccount(opened().prisma, one);
    expect(await own.head.findMany()).toMatchObject([{ accountId: one, turn: 7 }]);
    expect(await own.head.findFirst({ where: { accountId: other } })).toBeNull();
    expect(await own.head.updateMany({ where: { accountId: other }, data: { turn: 0 } })).toEqual({ count: 0 });
    await expect(own.receipt.create({ data: receiptOf(other) })).rejects.toThrow('row-level security');
    await expect(own.head.updateMany({ data: { accountId: randomUUID() } })).rejects.toThrow('row-level security');
  });

  test('[SAFE7] nothing of it is left on the connection: not after a statement, a transaction, or a failure', async () => {
    const client = await poolOf(opened()).connect();
    const inside = (sql: string) => asAccount(one, () => client.query(sql)).then(({ rows }) => rows as unknown[]);
    const outside = async () => [(await client.query(count)).rows, (await client.query(setting)).rows];
    const nothing = [[{ count: 0 }], [{ setting: '' }]];
    try {
      expect(await inside(count)).toEqual([{ count: 1 }]);
      expect(await outside()).toEqual(nothing);
      await client.query('BEGIN');
      expect(await inside(setting)).toEqual([{ setting: one }]);
      await client.query('COMMIT');
      expect(await outside()).toEqual(nothing);
      await client.query('BEGIN');
      await inside(count);
      await expect(inside('SELECT 1 / 0')).rejects.toThrow('division by zero');
      await expect(inside(count)).rejects.toThrow('aborted');
      await client.query('ROLLBACK');
      expect(await outside()).toEqual(nothing);
      await expect(inside('SELECT nothing')).rejects.toThrow('nothing');
      expect(await outside()).toEqual(nothing);
      expect(await inside(count)).toEqual([{ count: 1 }]);
    } finally {
      client.release();
    }
  });

  test('[SAFE7] queries of several accounts that wait for one pool are each about their own', async () => {
    const of = (accountId: string) => forAccount(opened().prisma, accountId).head.findMany();
    const asked = Array.from({ length: 60 }, (_, n) => (n % 2 ? one : other));
    const found = await Promise.all(asked.map(of));
    expect(found.map((rows) => rows.map(({ accountId }) => accountId))).toEqual(asked.map((accountId) => [accountId]));
  });
}

function receiptOf(accountId: string) {
  return { accountId, eventId: randomUUID(), bodyHash: 'h', status: 'APPLIED', deviceId: randomUUID() };
}
