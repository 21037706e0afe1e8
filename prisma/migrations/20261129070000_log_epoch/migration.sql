-- Which life of the log this is: `desk restore` gives it another, so that places of the one before are known
-- as such. gen_random_uuid is newer than the oldest PostgreSQL that the desk runs on.
ALTER TABLE "desk" ADD COLUMN "epoch" UUID NOT NULL DEFAULT md5(random()::text || clock_timestamp()::text)::uuid;
-- The one row is there; nobody adds another.
ALTER TABLE "desk" ALTER COLUMN "epoch" DROP DEFAULT;
