-- AlterTable
ALTER TABLE "Settings" ADD COLUMN     "timeZone" TEXT,
ADD COLUMN     "weekStart" INTEGER;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "parentId" UUID,
ADD COLUMN     "remindAt" TEXT,
ADD COLUMN     "repeat" JSONB,
ADD COLUMN     "someday" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "Task_accountId_parentId_idx" ON "Task"("accountId", "parentId");
