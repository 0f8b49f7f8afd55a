-- By hand: devices that are signed in already need values. Their tokens are good for a month more, so that an app of the
-- release before, which cannot refresh, has the time to be replaced by this one.
ALTER TABLE "Device"
    ADD COLUMN "expiresAt" TIMESTAMPTZ(3),
    ADD COLUMN "previousHash" TEXT,
    ADD COLUMN "previousUntil" TIMESTAMPTZ(3),
    ADD COLUMN "refreshKey" TEXT,
    ADD COLUMN "signedInAt" TIMESTAMPTZ(3);

UPDATE "Device" SET
    "expiresAt" = now() + interval '30 days',
    "refreshKey" = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    "signedInAt" = "createdAt";

ALTER TABLE "Device"
    ALTER COLUMN "expiresAt" SET NOT NULL,
    ALTER COLUMN "refreshKey" SET NOT NULL,
    ALTER COLUMN "signedInAt" SET NOT NULL;
