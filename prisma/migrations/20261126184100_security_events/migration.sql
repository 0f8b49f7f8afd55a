-- AlterTable
ALTER TABLE "Device" ADD COLUMN     "confirmedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "SecurityEvent" (
    "accountId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "deviceId" UUID,
    "subject" TEXT,
    "address" TEXT,

    CONSTRAINT "SecurityEvent_pkey" PRIMARY KEY ("accountId","id")
);

-- From here on by hand: what the Prisma schema cannot say.

-- Nothing is edited in it; what is old is deleted.
GRANT SELECT, INSERT, DELETE ON "SecurityEvent" TO cairn_app;

SELECT protect_account_table('SecurityEvent');
