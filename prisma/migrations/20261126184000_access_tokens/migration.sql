-- CreateTable
CREATE TABLE "AccessToken" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" JSONB NOT NULL,
    "secretHash" TEXT NOT NULL,
    "previousHash" TEXT,
    "previousUntil" TIMESTAMPTZ(3),
    "eventsPerMinute" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AccessToken_pkey" PRIMARY KEY ("accountId","id")
);

-- From here on by hand: what the Prisma schema cannot say.
GRANT SELECT, INSERT, UPDATE, DELETE ON "AccessToken" TO cairn_app;

SELECT protect_account_table('AccessToken');
