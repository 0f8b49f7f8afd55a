-- By hand: row-level security is nothing that the Prisma schema can say.

-- The accounts that a transaction is about, from the setting app.account_id: ids with commas between them. None without it.
CREATE FUNCTION accounts_in_scope() RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT string_to_array(current_setting('app.account_id', true), ',')::uuid[]
$$;

-- For every table that is keyed by account, also those of later migrations: its rows are seen and written in the scope of
-- their account alone. The owner is held to it, too, except when it says that it operates: migrations, checks, backups.
CREATE FUNCTION protect_account_table(name text, key text DEFAULT 'accountId') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  -- The subquery is asked once a statement, not once a row. Not `= ANY`: it would look like something to search an index by,
  -- and make the planner think that there are few rows.
  EXECUTE format(
    'CREATE POLICY of_account ON %I USING (array_position((SELECT accounts_in_scope()), %I) IS NOT NULL)', name, key);
  EXECUTE format('CREATE POLICY of_operator ON %I TO CURRENT_USER USING (current_setting(''app.operator'', true) = ''on'')', name);
END $$;

SELECT protect_account_table('Account', 'id');
SELECT protect_account_table('Device');
SELECT protect_account_table('Head');
SELECT protect_account_table('Event');
SELECT protect_account_table('ChainLink');
SELECT protect_account_table('Receipt');
SELECT protect_account_table('List');
SELECT protect_account_table('Task');
SELECT protect_account_table('Note');
SELECT protect_account_table('Settings');
