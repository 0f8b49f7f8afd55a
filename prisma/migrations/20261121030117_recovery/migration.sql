-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "conflicts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "merged" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "List" ADD COLUMN     "conflicts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "seen" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "conflicts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "seen" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "tags" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "Note" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "writers" JSONB NOT NULL,
    "seen" JSONB NOT NULL DEFAULT '{}',
    "conflicts" JSONB NOT NULL DEFAULT '{}',
    "title" TEXT NOT NULL,
    "updates" JSONB NOT NULL,
    "body" TEXT NOT NULL,
    "links" JSONB NOT NULL,
    "pinned" BOOLEAN NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TEXT NOT NULL,
    "deletedAt" TEXT,

    CONSTRAINT "Note_pkey" PRIMARY KEY ("accountId","id")
);

-- CreateTable
CREATE TABLE "Settings" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "writers" JSONB NOT NULL,
    "seen" JSONB NOT NULL DEFAULT '{}',
    "conflicts" JSONB NOT NULL DEFAULT '{}',
    "policies" JSONB NOT NULL,

    CONSTRAINT "Settings_pkey" PRIMARY KEY ("accountId","id")
);

-- CreateIndex
CREATE INDEX "Note_accountId_position_idx" ON "Note"("accountId", "position");

-- CreateIndex
CREATE INDEX "Event_accountId_recordedAt_idx" ON "Event"("accountId", "recordedAt");

-- From here on by hand: what the Prisma schema cannot say.

-- The few entities with something to choose.
CREATE INDEX "List_conflicts_idx" ON "List" ("accountId") WHERE "conflicts" <> '{}';
CREATE INDEX "Task_conflicts_idx" ON "Task" ("accountId") WHERE "conflicts" <> '{}';
CREATE INDEX "Note_conflicts_idx" ON "Note" ("accountId") WHERE "conflicts" <> '{}';

GRANT SELECT, INSERT, UPDATE, DELETE ON "Note", "Settings" TO cairn_app;

-- What projections did not hold so far, from the log: a rebuild must find nothing that differs. Clocks compare byte by
-- byte, here as in JavaScript.
CREATE FUNCTION pg_temp.seen_of(account uuid, kind text, entity uuid) RETURNS jsonb LANGUAGE sql AS $$
  SELECT coalesce(jsonb_object_agg(d."deviceId", jsonb_build_object('clock', d."clock", 'sequence', d."sequence")), '{}')
    FROM (SELECT "deviceId", max("occurredAt" COLLATE "C") AS "clock", max("sequence") AS "sequence" FROM "Event"
           WHERE "accountId" = account AND "entityType" = kind AND "entityId" = entity GROUP BY "deviceId") d
$$;

-- The last write to each field, with those before it that no later writer had seen or made.
CREATE FUNCTION pg_temp.writers_of(account uuid, kind text, entity uuid) RETURNS jsonb LANGUAGE sql AS $$
  WITH writes AS (
    SELECT field, e."version", e."deviceId", e."parentVersion",
           jsonb_build_object('version', e."version", 'clock', e."clock", 'device', e."deviceId",
             'sequence', e."sequence", 'parent', e."parentVersion") AS writer
      FROM "Event" e CROSS JOIN jsonb_object_keys(e."applied") AS field
     WHERE e."accountId" = account AND e."entityType" = kind AND e."entityId" = entity
  ), latest AS (
    SELECT DISTINCT ON (field) field, "version", writer FROM writes ORDER BY field, "version" DESC
  ), unseen AS (
    SELECT w.field, jsonb_agg(w.writer ORDER BY w."version" DESC) AS writers
      FROM writes w JOIN latest ON latest.field = w.field AND latest."version" > w."version"
     WHERE NOT EXISTS (
       SELECT FROM writes later
        WHERE later.field = w.field AND later."version" > w."version"
          AND (later."parentVersion" >= w."version" OR later."deviceId" = w."deviceId"))
     GROUP BY w.field
  )
  SELECT coalesce(jsonb_object_agg(latest.field, CASE WHEN unseen.writers IS NULL THEN latest.writer
           ELSE latest.writer || jsonb_build_object('unseen', unseen.writers) END), '{}')
    FROM latest LEFT JOIN unseen ON unseen.field = latest.field
$$;

UPDATE "List" SET
  "seen" = pg_temp.seen_of("accountId", 'List', "id"),
  "writers" = pg_temp.writers_of("accountId", 'List', "id");

UPDATE "Task" SET
  "seen" = pg_temp.seen_of("accountId", 'Task', "id"),
  "writers" = pg_temp.writers_of("accountId", 'Task', "id");
