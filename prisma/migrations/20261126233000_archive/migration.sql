-- DropIndex
DROP INDEX "List_accountId_position_idx";

-- DropIndex
DROP INDEX "Note_accountId_position_idx";

-- DropIndex
DROP INDEX "Task_accountId_position_idx";

-- AlterTable
ALTER TABLE "Head" ADD COLUMN     "purgedThrough" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "List" ADD COLUMN     "purged" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Note" ADD COLUMN     "purged" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "purged" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "EventArchive" (
    "accountId" UUID NOT NULL,
    "throughPosition" INTEGER NOT NULL,
    "fromPosition" INTEGER NOT NULL,
    "recordedFrom" TIMESTAMPTZ(3) NOT NULL,
    "recordedThrough" TIMESTAMPTZ(3) NOT NULL,
    "events" JSONB NOT NULL,

    CONSTRAINT "EventArchive_pkey" PRIMARY KEY ("accountId","throughPosition")
);

-- CreateTable
CREATE TABLE "ArchivedEntity" (
    "accountId" UUID NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityId" UUID NOT NULL,
    "throughPosition" INTEGER NOT NULL,
    "fromVersion" INTEGER NOT NULL,
    "throughVersion" INTEGER NOT NULL,

    CONSTRAINT "ArchivedEntity_pkey" PRIMARY KEY ("accountId","entityType","entityId","throughPosition")
);

-- CreateIndex
CREATE INDEX "List_accountId_purged_position_idx" ON "List"("accountId", "purged", "position");

-- CreateIndex
CREATE INDEX "Note_accountId_purged_position_idx" ON "Note"("accountId", "purged", "position");

-- CreateIndex
CREATE INDEX "Task_accountId_purged_position_idx" ON "Task"("accountId", "purged", "position");

-- From here on by hand: what the Prisma schema cannot say.

-- The application reads the archive. Only the owner moves events there, by archive_events.
GRANT SELECT ON "EventArchive", "ArchivedEntity" TO cairn_app;
SELECT protect_account_table('EventArchive');
SELECT protect_account_table('ArchivedEntity');

-- An archived event as it was. A column that "Event" gets later is null in older ones, unless it is given a value here and
-- in the next.
CREATE FUNCTION unpack_event(of_account uuid, packed jsonb) RETURNS "Event" LANGUAGE sql STABLE AS $$
  SELECT jsonb_populate_record(NULL::"Event", packed || jsonb_build_object('accountId', of_account))
$$;

-- The events of one row of the archive.
CREATE FUNCTION unpack_events(a "EventArchive") RETURNS SETOF "Event" LANGUAGE sql STABLE AS $$
  SELECT e.* FROM jsonb_populate_recordset(
    jsonb_populate_record(NULL::"Event", jsonb_build_object('accountId', a."accountId")), a."events") AS e
$$;

-- The archived event at a position; nothing for one that was never archived.
CREATE FUNCTION archived_event(of_account uuid, at_position integer) RETURNS SETOF "Event" LANGUAGE sql STABLE AS $$
  SELECT e.*
    FROM (SELECT x.* FROM "EventArchive" x
           WHERE x."accountId" = of_account AND x."throughPosition" >= at_position
           ORDER BY x."throughPosition" LIMIT 1) AS a
   CROSS JOIN LATERAL unpack_event(of_account, a."events" -> (at_position - a."fromPosition")) AS e
   WHERE a."fromPosition" <= at_position
$$;

-- Those events of a row of the archive that are of one entity: the others are not unpacked.
CREATE FUNCTION unpack_events_of(a "EventArchive", of_type text, of_entity uuid) RETURNS SETOF "Event" LANGUAGE sql STABLE AS $$
  SELECT e.* FROM jsonb_array_elements(a."events") AS packed
   CROSS JOIN LATERAL unpack_event(a."accountId", packed) AS e
   WHERE packed ->> 'entityId' = of_entity::text AND packed ->> 'entityType' = of_type
$$;

-- An entity's events after one version and up to another, wherever they are.
CREATE FUNCTION events_of(of_account uuid, of_type text, of_entity uuid, after_version integer, through_version integer)
  RETURNS SETOF "Event" LANGUAGE sql STABLE AS $$
  SELECT e.* FROM "Event" e
   WHERE e."accountId" = of_account AND e."entityType" = of_type AND e."entityId" = of_entity
     AND e."version" > after_version AND e."version" <= through_version
  UNION ALL
  SELECT e.*
    FROM "ArchivedEntity" i
    JOIN "EventArchive" a ON a."accountId" = i."accountId" AND a."throughPosition" = i."throughPosition"
   CROSS JOIN LATERAL unpack_events_of(a, of_type, of_entity) AS e
   WHERE i."accountId" = of_account AND i."entityType" = of_type AND i."entityId" = of_entity
     AND i."throughVersion" > after_version AND i."fromVersion" <= through_version
     AND e."version" > after_version AND e."version" <= through_version
$$;

-- An event may leave its table when the archive has it, or with its whole account. Nothing leaves the archive otherwise.
CREATE OR REPLACE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD."accountId"::text = current_setting('cairn.erased_account', true) THEN
      RETURN OLD;
    END IF;
    IF TG_TABLE_NAME = 'Event' THEN
      IF EXISTS (SELECT FROM "EventArchive" a WHERE a."accountId" = OLD."accountId"
                    AND a."throughPosition" >= OLD."position" AND a."fromPosition" <= OLD."position") THEN
        RETURN OLD;
      END IF;
    END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only: % on "%" is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER archive_is_append_only BEFORE UPDATE OR DELETE ON "EventArchive"
  FOR EACH ROW EXECUTE FUNCTION refuse_event_change();

CREATE TRIGGER archive_is_never_truncated BEFORE TRUNCATE ON "EventArchive"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();

CREATE TRIGGER archived_entity_is_append_only BEFORE UPDATE OR DELETE ON "ArchivedEntity"
  FOR EACH ROW EXECUTE FUNCTION refuse_event_change();

CREATE TRIGGER archived_entity_is_never_truncated BEFORE TRUNCATE ON "ArchivedEntity"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();

-- Moves an account's oldest `most` events that were recorded before a time into one row of the archive; fewer where they
-- are large. Only whole rows are made: answers 0, and does nothing, while there are too few such events.
CREATE FUNCTION archive_events(of_account uuid, recorded_before timestamptz, most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  max_bytes CONSTANT bigint := 4 * 1024 * 1024;
  first integer;
  last integer;
BEGIN
  -- An erasure and a rebuild take this row whole and so come before or after; an append goes on beside it.
  PERFORM FROM "Head" WHERE "accountId" = of_account FOR KEY SHARE;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  -- Two of these take turns. Each statement below sees what the one before has left.
  PERFORM pg_advisory_xact_lock(hashtextextended('archive_events ' || of_account, 0));
  SELECT coalesce(max("throughPosition"), 0) + 1 INTO first FROM "EventArchive" WHERE "accountId" = of_account;
  WITH oldest AS (
    SELECT e."position", e."recordedAt", e."position" - first + 1 AS count,
           sum(pg_column_size(e.*)) OVER (ORDER BY e."position") AS bytes
      FROM "Event" e WHERE e."accountId" = of_account AND e."position" >= first
     ORDER BY e."position" LIMIT most
  ), whole AS (
    SELECT min("position") AS position FROM oldest WHERE count >= most OR bytes >= max_bytes
  )
  SELECT whole.position INTO last FROM whole
   WHERE NOT EXISTS (SELECT FROM oldest WHERE oldest."position" <= whole.position AND oldest."recordedAt" >= recorded_before);
  IF last IS NULL THEN
    RETURN 0;
  END IF;
  INSERT INTO "EventArchive" ("accountId", "throughPosition", "fromPosition", "recordedFrom", "recordedThrough", "events")
  SELECT of_account, last, first, min(e."recordedAt"), max(e."recordedAt"),
         jsonb_agg(to_jsonb(e) - 'accountId' ORDER BY e."position")
    FROM "Event" e WHERE e."accountId" = of_account AND e."position" BETWEEN first AND last;
  INSERT INTO "ArchivedEntity" ("accountId", "entityType", "entityId", "throughPosition", "fromVersion", "throughVersion")
  SELECT of_account, e."entityType", e."entityId", last, min(e."version"), max(e."version")
    FROM "Event" e WHERE e."accountId" = of_account AND e."position" BETWEEN first AND last
   GROUP BY e."entityType", e."entityId";
  -- Nothing is given up that does not come out again as it went in, and none is missing in between.
  IF EXISTS (
    SELECT FROM generate_series(first, last) AS n
      LEFT JOIN "Event" e ON e."accountId" = of_account AND e."position" = n
      LEFT JOIN (SELECT u.* FROM "EventArchive" a CROSS JOIN LATERAL unpack_events(a) AS u
                  WHERE a."accountId" = of_account AND a."throughPosition" = last) AS u ON u."position" = n
     WHERE e."position" IS NULL OR u."position" IS NULL OR event_digest(e) IS DISTINCT FROM event_digest(u.*::"Event")
  ) THEN
    RAISE EXCEPTION 'events % to % of account % would not be whole in the archive', first, last, of_account
      USING ERRCODE = 'data_corrupted';
  END IF;
  DELETE FROM "Event" WHERE "accountId" = of_account AND "position" BETWEEN first AND last;
  RETURN last - first + 1;
END $$;

REVOKE ALL ON FUNCTION archive_events(uuid, timestamptz, integer) FROM PUBLIC;
