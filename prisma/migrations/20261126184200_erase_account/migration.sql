-- By hand: functions and triggers are nothing that the Prisma schema can say.

-- Events are never changed. All of an account's events at once may go, with everything else that it has: only the function
-- below says so, for the one account and for its own transaction.
CREATE OR REPLACE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD."accountId"::text = current_setting('cairn.erased_account', true) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only: % on "Event" is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

-- Erases an account from every table that is keyed by account, also from those of later migrations. The rows of its devices
-- stay, without their names: only so can a device be told that its account is gone. The application may not delete events,
-- but it may call this.
CREATE FUNCTION erase_account(account uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  keyed regclass;
BEGIN
  -- Under row-level security the owner sees one account as well.
  PERFORM set_config('app.account_id', account::text, true);
  PERFORM set_config('cairn.erased_account', account::text, true);
  -- First: an append holds this row, or finds it gone and writes nothing.
  DELETE FROM "Head" WHERE "accountId" = account;
  FOR keyed IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE a.attname = 'accountId' AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'Device'
  LOOP
    EXECUTE format('DELETE FROM %s WHERE "accountId" = $1', keyed) USING account;
  END LOOP;
  DELETE FROM "Account" WHERE "id" = account;
  UPDATE "Device" SET "name" = '', "confirmedAt" = NULL WHERE "accountId" = account;
  PERFORM set_config('cairn.erased_account', '', true);
END $$;

REVOKE ALL ON FUNCTION erase_account(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_account(uuid) TO cairn_app;
