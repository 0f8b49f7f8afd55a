import { ownerQuery } from '@cairn/prisma/testing';
import type { Database } from '@cairn/prisma';

/** Accounts and who is signed in to them are left as they are, and so is what a restore makes anew. */
const LEFT = ['Account', 'Credential', 'Device', 'Log', '_prisma_migrations'];

/** Takes a backup aside, in the database itself; the answer brings it back, as a log of its own. */
export async function takeBackup(database: Database): Promise<() => Promise<void>> {
  const schema = `backup_${Date.now()}`;
  await ownerQuery(database, `create schema ${schema}`);
  const rows = await ownerQuery<{ name: string }>(
    database,
    `select tablename as name from pg_tables where schemaname = 'public' and not tablename = any($1)`,
    [LEFT],
  );
  const tables = rows.map(({ name }) => name);
  for (const table of tables) await ownerQuery(database, `create table ${schema}."${table}" as table "${table}"`);
  return async () => {
    // Triggers guard the log against everybody else.
    await ownerQuery(
      database,
      `begin; set local session_replication_role = replica;
       ${tables.map((table) => `delete from "${table}"; insert into "${table}" select * from ${schema}."${table}";`).join('\n')}
       update "Log" set "epoch" = gen_random_uuid(); drop schema ${schema} cascade; commit`,
    );
  };
}
