-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Credential" (
    "email" TEXT NOT NULL,
    "accountId" UUID NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("email")
);

-- CreateTable
CREATE TABLE "Device" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Device_pkey" PRIMARY KEY ("accountId","id")
);

-- CreateTable
CREATE TABLE "Log" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" UUID NOT NULL,

    CONSTRAINT "Log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Head" (
    "accountId" UUID NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "turn" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Head_pkey" PRIMARY KEY ("accountId")
);

-- CreateTable
CREATE TABLE "Event" (
    "accountId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "schema" INTEGER NOT NULL,
    "deviceId" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "parentVersion" INTEGER NOT NULL,
    "occurredAt" TEXT NOT NULL,
    "clock" TEXT NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "asked" JSONB NOT NULL,
    "applied" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "lost" JSONB NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("accountId","position")
);

-- CreateTable
CREATE TABLE "Receipt" (
    "accountId" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "code" TEXT,
    "message" TEXT,
    "entityType" TEXT,
    "entityId" UUID,
    "version" INTEGER,
    "position" INTEGER,
    "deviceId" UUID NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("accountId","eventId")
);

-- CreateTable
CREATE TABLE "List" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "writers" JSONB NOT NULL,
    "name" TEXT NOT NULL,
    "color" TEXT NOT NULL,
    "order" TEXT COLLATE "C" NOT NULL,
    "createdAt" TEXT NOT NULL,
    "deletedAt" TEXT,

    CONSTRAINT "List_pkey" PRIMARY KEY ("accountId","id")
);

-- CreateTable
CREATE TABLE "Task" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "writers" JSONB NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "listId" UUID,
    "order" TEXT COLLATE "C" NOT NULL,
    "start" TEXT,
    "due" TEXT,
    "priority" INTEGER NOT NULL,
    "completedAt" TEXT,
    "createdAt" TEXT NOT NULL,
    "deletedAt" TEXT,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("accountId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Credential_accountId_key" ON "Credential"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Event_accountId_id_key" ON "Event"("accountId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Event_accountId_entityType_entityId_version_key" ON "Event"("accountId", "entityType", "entityId", "version");

-- CreateIndex
CREATE INDEX "List_accountId_position_idx" ON "List"("accountId", "position");

-- CreateIndex
CREATE INDEX "Task_accountId_position_idx" ON "Task"("accountId", "position");

-- CreateIndex
CREATE INDEX "Task_accountId_listId_order_id_idx" ON "Task"("accountId", "listId", "order", "id");

-- From here on by hand: what the Prisma schema cannot say.

-- Order keys compare byte by byte, here as in JavaScript: hence COLLATE "C" on List."order" and Task."order" above.

-- An event is never changed. The grants below stop the application; these triggers also stop the owner.
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are append-only: % on "Event" is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON "Event"
  FOR EACH ROW EXECUTE FUNCTION refuse_event_change();

CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON "Event"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();

INSERT INTO "Log" ("id", "epoch") VALUES (1, gen_random_uuid());

-- Roles belong to the whole cluster: another database may have made this one, even at this very moment.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cairn_app') THEN
    CREATE ROLE cairn_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

-- Whoever migrates also serves, by SET ROLE. A superuser may do so without being a member.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    GRANT cairn_app TO CURRENT_USER;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    IF NOT pg_has_role(current_user, 'cairn_app', 'MEMBER') THEN
      RAISE EXCEPTION '% cannot become cairn_app', current_user
        USING ERRCODE = 'insufficient_privilege', HINT = format('Run as a superuser: GRANT cairn_app TO %I', current_user);
    END IF;
END $$;

GRANT USAGE ON SCHEMA public TO cairn_app;
GRANT SELECT, INSERT ON "Event", "Receipt" TO cairn_app;
GRANT SELECT, INSERT, UPDATE ON "Log" TO cairn_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Account", "Credential", "Device", "Head", "List", "Task" TO cairn_app;
