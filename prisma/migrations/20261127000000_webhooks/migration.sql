-- CreateTable
CREATE TABLE "Webhook" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "previousSecret" TEXT,
    "previousUntil" TIMESTAMPTZ(3),
    "entityTypes" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "position" INTEGER NOT NULL,
    "scannedTo" INTEGER NOT NULL,
    "batchEnd" INTEGER,
    "round" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "lastAttemptAt" TIMESTAMPTZ(3),
    "lastDeliveredAt" TIMESTAMPTZ(3),
    "lastStatus" INTEGER,
    "lastError" TEXT,
    "disabledAt" TIMESTAMPTZ(3),
    "disabledReason" TEXT,
    "lease" UUID,
    "leaseUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Webhook_pkey" PRIMARY KEY ("accountId","id")
);

-- From here on by hand: what the Prisma schema cannot say.
GRANT SELECT, INSERT, UPDATE, DELETE ON "Webhook" TO cairn_app;

SELECT protect_account_table('Webhook');

-- Those of all accounts that are not disabled, for whoever sends: which there are, whether they may have something to send,
-- and when at the earliest. Ids and times alone: an address or a secret is read in the scope of its account, as everything is.
CREATE FUNCTION webhooks_to_watch() RETURNS TABLE ("accountId" uuid, "id" uuid, "isBehind" boolean, "notBefore" timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  was text := current_setting('app.operator', true);
BEGIN
  -- Under row-level security the owner sees nothing without saying that it operates.
  PERFORM set_config('app.operator', 'on', true);
  RETURN QUERY
    SELECT w."accountId", w."id", w."batchEnd" IS NOT NULL OR h."position" > w."scannedTo",
           greatest(w."nextAttemptAt", w."leaseUntil")
      FROM "Webhook" w JOIN "Head" h ON h."accountId" = w."accountId"
     WHERE w."disabledAt" IS NULL;
  PERFORM set_config('app.operator', coalesce(was, ''), true);
END $$;

REVOKE ALL ON FUNCTION webhooks_to_watch() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhooks_to_watch() TO cairn_app;
