-- CreateTable
CREATE TABLE "desk" (
    "id" UUID NOT NULL,

    CONSTRAINT "desk_pkey" PRIMARY KEY ("id")
);

-- gen_random_uuid is newer than the oldest PostgreSQL that the desk runs on.
INSERT INTO "desk" ("id") VALUES (md5(random()::text || clock_timestamp()::text)::uuid);
