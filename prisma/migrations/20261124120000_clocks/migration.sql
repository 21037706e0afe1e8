-- AlterEnum
ALTER TYPE "EventType" ADD VALUE 'SLA_POLICY_CHANGED';

-- AlterTable
ALTER TABLE "business_calendar" ADD COLUMN     "retired_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "escalation" ADD COLUMN     "policy_recheck" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sla_clock" ADD COLUMN     "calendar_id" UUID,
ADD COLUMN     "calendar_version" INTEGER,
ADD COLUMN     "warn_after_ms" BIGINT;

-- Until now every clock warned at half of its target first.
UPDATE "sla_clock" SET "warn_after_ms" = "target_ms" / 2;
ALTER TABLE "sla_clock" ALTER COLUMN "warn_after_ms" SET NOT NULL;

-- AlterTable
ALTER TABLE "sla_policy" ADD COLUMN     "repeat_every_ms" BIGINT,
ADD COLUMN     "retired_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "business_calendar_version" (
    "calendar_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "hours" JSONB NOT NULL,
    "holidays" JSONB NOT NULL,

    CONSTRAINT "business_calendar_version_pkey" PRIMARY KEY ("calendar_id","version")
);

-- CreateTable
CREATE TABLE "sla_firing" (
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "SlaKind" NOT NULL,
    "cycle_started_at" TIMESTAMPTZ(3) NOT NULL,
    "threshold" INTEGER NOT NULL,
    "repeat" INTEGER NOT NULL,

    CONSTRAINT "sla_firing_pkey" PRIMARY KEY ("escalation_id","kind","cycle_started_at","threshold","repeat")
);

-- AddForeignKey
ALTER TABLE "business_calendar_version" ADD CONSTRAINT "business_calendar_version_calendar_id_fkey" FOREIGN KEY ("calendar_id") REFERENCES "business_calendar"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sla_firing" ADD CONSTRAINT "sla_firing_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is on record: the last word on each threshold, unless an SLA_MET took a breach back since.
INSERT INTO "sla_firing" ("escalation_id", "customer_id", "kind", "cycle_started_at", "threshold", "repeat")
SELECT DISTINCT "escalation_id", "customer_id", ("data"->>'kind')::"SlaKind",
  ("data"->>'cycleStartedAt')::timestamptz, ("data"->>'threshold')::int, 0
FROM "log_entry" AS fired
WHERE "type" IN ('SLA_WARNING', 'SLA_BREACHED') AND NOT ("type" = 'SLA_BREACHED' AND EXISTS (
  SELECT FROM "log_entry" AS met
  WHERE met."escalation_id" = fired."escalation_id" AND met."type" = 'SLA_MET' AND met."id" > fired."id"
    AND met."data" @> jsonb_build_object('corrected', true, 'kind', fired."data"->'kind',
      'cycleStartedAt', fired."data"->'cycleStartedAt')
));

-- One policy in force for each severity and holder, which Prisma's language cannot say.
CREATE UNIQUE INDEX "sla_policy_default_key" ON "sla_policy" ("severity")
  WHERE "retired_at" IS NULL AND "tier" IS NULL AND "customer_id" IS NULL;
CREATE UNIQUE INDEX "sla_policy_tier_key" ON "sla_policy" ("severity", "tier")
  WHERE "retired_at" IS NULL AND "customer_id" IS NULL AND "tier" IS NOT NULL;
CREATE UNIQUE INDEX "sla_policy_customer_key" ON "sla_policy" ("severity", "customer_id")
  WHERE "retired_at" IS NULL AND "customer_id" IS NOT NULL;
