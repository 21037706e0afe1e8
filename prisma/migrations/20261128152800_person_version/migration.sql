-- Who changes a person can say on which state of it the decision rests.
ALTER TABLE "user" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- Each change wrote one entry.
UPDATE "user" SET "version" = counted."entries"
FROM (
  SELECT "subject_id", count(*)::int AS "entries" FROM "log_entry"
  WHERE "subject_type" = 'User' GROUP BY "subject_id"
) AS counted
WHERE "user"."id"::text = counted."subject_id" AND counted."entries" > 1;
