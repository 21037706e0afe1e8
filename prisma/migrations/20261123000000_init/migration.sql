-- CreateEnum
CREATE TYPE "Channel" AS ENUM ('EMAIL', 'CALL', 'MEETING');

-- CreateEnum
CREATE TYPE "Direction" AS ENUM ('OUTBOUND', 'INBOUND');

-- CreateEnum
CREATE TYPE "CommunicationTemplate" AS ENUM ('INITIAL_RESPONSE', 'PROGRESS_UPDATE', 'RESOLUTION_CONFIRMATION');

-- CreateEnum
CREATE TYPE "CommunicationState" AS ENUM ('DRAFT', 'QUEUED', 'SENT', 'FAILED', 'LOGGED');

-- CreateEnum
CREATE TYPE "CustomerTier" AS ENUM ('ENTERPRISE', 'BUSINESS', 'STARTER');

-- CreateEnum
CREATE TYPE "LifecycleStage" AS ENUM ('PROSPECT', 'ONBOARDING', 'ADOPTION', 'GROWTH', 'RENEWAL', 'AT_RISK', 'CHURNED');

-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW');

-- CreateEnum
CREATE TYPE "Category" AS ENUM ('TECHNICAL', 'BILLING', 'SERVICE', 'RELATIONSHIP', 'OTHER');

-- CreateEnum
CREATE TYPE "Stage" AS ENUM ('ASSESS', 'CLASSIFY', 'MOBILIZE', 'RESOLVE', 'FOLLOW_UP');

-- CreateEnum
CREATE TYPE "EscalationStatus" AS ENUM ('OPEN', 'WAITING_ON_CUSTOMER', 'RESOLVED', 'CLOSED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "RootCauseCategory" AS ENUM ('PRODUCT', 'PROCESS', 'PEOPLE', 'EXTERNAL');

-- CreateEnum
CREATE TYPE "RiskLevel" AS ENUM ('NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- CreateEnum
CREATE TYPE "Step" AS ENUM ('UNDERSTAND_ISSUE', 'REVIEW_HISTORY', 'IDENTIFY_ROOT_CAUSE', 'ASSESS_BUSINESS_IMPACT', 'ASSESS_TIER_IMPACT', 'ASSESS_REVENUE_AT_RISK', 'ASSESS_REPUTATION_RISK', 'ASSESS_LEGAL_RISK', 'ASSIGN_OWNER', 'NOTIFY_STAKEHOLDERS', 'SET_RESPONSE_TIMELINE', 'PREPARE_COMMUNICATION', 'EXECUTE_FIX', 'COMMUNICATE_PROGRESS', 'CONFIRM_RESOLUTION', 'DOCUMENT_OUTCOME', 'CHECK_SATISFACTION', 'HOLD_RETROSPECTIVE', 'IMPROVE_PROCESS', 'PLAN_PREVENTION');

-- CreateEnum
CREATE TYPE "StepState" AS ENUM ('PENDING', 'IN_PROGRESS', 'DONE', 'SKIPPED');

-- CreateEnum
CREATE TYPE "ActionKind" AS ENUM ('FIX', 'WORKAROUND', 'INVESTIGATION');

-- CreateEnum
CREATE TYPE "LinkKind" AS ENUM ('DUPLICATES', 'DUPLICATED_BY', 'CAUSED_BY', 'CAUSES', 'RELATES_TO');

-- CreateEnum
CREATE TYPE "EventType" AS ENUM ('ESCALATION_OPENED', 'ISSUE_UNDERSTOOD', 'HISTORY_REVIEWED', 'ROOT_CAUSE_IDENTIFIED', 'IMPACT_ASSESSED', 'ESCALATION_CLASSIFIED', 'SEVERITY_CHANGED', 'OWNER_ASSIGNED', 'STAKEHOLDERS_NOTIFIED', 'RESPONSE_TIMELINE_SET', 'COMMUNICATION_PREPARED', 'COMMUNICATION_SENT', 'COMMUNICATION_LOGGED', 'COMMUNICATION_FAILED', 'CUSTOMER_RESPONDED', 'ACTION_RECORDED', 'PROGRESS_UPDATED', 'RESOLUTION_CONFIRMED', 'OUTCOME_DOCUMENTED', 'SATISFACTION_RECORDED', 'RETROSPECTIVE_HELD', 'IMPROVEMENT_PROPOSED', 'PREVENTION_PLAN_CREATED', 'PREVENTION_PLAN_CHANGED', 'PREVENTION_ACTION_COMPLETED', 'STAGE_CHANGED', 'STATUS_CHANGED', 'STEPS_SKIPPED', 'SLA_WARNING', 'SLA_BREACHED', 'SLA_PAUSED', 'SLA_RESUMED', 'SLA_MET', 'OWNER_LEVEL_RAISED', 'ESCALATION_LINKED', 'NOTE_ADDED', 'ESCALATION_CLOSED', 'ESCALATION_REOPENED', 'ESCALATION_CANCELLED');

-- CreateEnum
CREATE TYPE "DeskEventType" AS ENUM ('CUSTOMER_CHANGED', 'LIFECYCLE_CHANGED', 'USER_CHANGED', 'POLICY_CHANGED', 'CALENDAR_CHANGED', 'KEY_CREATED', 'KEY_REVOKED', 'OPERATIONS_REGISTERED');

-- CreateEnum
CREATE TYPE "OwnerLevel" AS ENUM ('TEAM_LEAD', 'MANAGER', 'DIRECTOR', 'EXECUTIVE');

-- CreateEnum
CREATE TYPE "ResolutionPath" AS ENUM ('ENGINEERING', 'FINANCE', 'OPERATIONS', 'EXECUTIVE');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('ADMIN', 'MANAGER', 'AGENT', 'VIEWER', 'PARTNER');

-- CreateEnum
CREATE TYPE "PreventionKind" AS ENUM ('IMMEDIATE', 'LONG_TERM');

-- CreateEnum
CREATE TYPE "SlaKind" AS ENUM ('RESPONSE', 'UPDATE', 'RESOLUTION');

-- CreateEnum
CREATE TYPE "SlaState" AS ENUM ('RUNNING', 'PAUSED', 'MET', 'BREACHED', 'CANCELLED');

-- CreateTable
CREATE TABLE "communication" (
    "id" UUID NOT NULL,
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" "Channel" NOT NULL,
    "direction" "Direction" NOT NULL,
    "template" "CommunicationTemplate",
    "state" "CommunicationState" NOT NULL,
    "subject" TEXT,
    "body" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sender_id" UUID,
    "recipients" TEXT[],
    "in_reply_to_id" UUID,
    "customer_response" TEXT,

    CONSTRAINT "communication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tier" "CustomerTier" NOT NULL,
    "arr_amount" DECIMAL(15,2) NOT NULL,
    "arr_currency" CHAR(3) NOT NULL,
    "health_score" INTEGER NOT NULL,
    "lifecycle_stage" "LifecycleStage" NOT NULL,
    "contacts" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "interaction" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "escalation_id" UUID,
    "at" TIMESTAMPTZ(3),
    "channel" "Channel",
    "summary" TEXT NOT NULL,
    "sort_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "interaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lifecycle_change" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from_stage" "LifecycleStage",
    "to_stage" "LifecycleStage" NOT NULL,
    "reason" TEXT,
    "actor_id" UUID,

    CONSTRAINT "lifecycle_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "customer_id" UUID NOT NULL,
    "summary" TEXT NOT NULL,
    "issue" TEXT NOT NULL,
    "history" JSONB,
    "status" "EscalationStatus" NOT NULL,
    "stage" "Stage" NOT NULL,
    "stage_since" TIMESTAMPTZ(3) NOT NULL,
    "severity" "Severity" NOT NULL,
    "category" "Category" NOT NULL,
    "owner_id" UUID,
    "owner_level" "OwnerLevel" NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "sla_breach" BOOLEAN NOT NULL DEFAULT false,
    "wait_until" TIMESTAMPTZ(3),
    "understanding" TEXT,
    "history_findings" TEXT,
    "business_impact" TEXT,
    "users_affected" INTEGER,
    "revenue_at_risk" DECIMAL(15,2),
    "revenue_currency" CHAR(3),
    "root_cause_category" "RootCauseCategory",
    "root_cause" TEXT,
    "contributing_factors" TEXT[],
    "root_cause_at" TIMESTAMPTZ(3),
    "root_cause_by_id" UUID,
    "classified_severity" "Severity",
    "suggested_severity" "Severity",
    "classified_category" "Category",
    "tier_impact" "RiskLevel",
    "classified_revenue" DECIMAL(15,2),
    "classified_currency" CHAR(3),
    "reputation_risk" "RiskLevel",
    "legal_risk" "RiskLevel",
    "classification_reason" TEXT,
    "classified_at" TIMESTAMPTZ(3),
    "classified_by_id" UUID,
    "next_update_at" TIMESTAMPTZ(3),
    "resolve_by" TIMESTAMPTZ(3),
    "respond_by" TIMESTAMPTZ(3),
    "action_taken" TEXT,
    "outcome" TEXT,
    "how_to_confirm" TEXT,
    "documented_at" TIMESTAMPTZ(3),
    "confirmed_by" TEXT,
    "confirmation_text" TEXT,
    "customer_confirmed_at" TIMESTAMPTZ(3),
    "satisfaction_rating" INTEGER,
    "satisfaction_comment" TEXT,
    "satisfaction_at" TIMESTAMPTZ(3),
    "retrospective_at" TIMESTAMPTZ(3),
    "participant_ids" UUID[],
    "went_well" TEXT[],
    "went_wrong" TEXT[],

    CONSTRAINT "escalation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_step" (
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "step" "Step" NOT NULL,
    "state" "StepState" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" UUID,
    "skipped_reason" TEXT,
    "event_id" BIGINT NOT NULL,

    CONSTRAINT "escalation_step_pkey" PRIMARY KEY ("escalation_id","step")
);

-- CreateTable
CREATE TABLE "stakeholder" (
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stakeholder_pkey" PRIMARY KEY ("escalation_id","user_id")
);

-- CreateTable
CREATE TABLE "resolution_action" (
    "id" UUID NOT NULL,
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "ActionKind" NOT NULL,
    "description" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" UUID,

    CONSTRAINT "resolution_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_link" (
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "kind" "LinkKind" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "escalation_link_pkey" PRIMARY KEY ("escalation_id","other_id","kind")
);

-- CreateTable
CREATE TABLE "log_entry" (
    "id" BIGSERIAL NOT NULL,
    "seq" BIGINT,
    "escalation_id" UUID,
    "customer_id" UUID,
    "type" "EventType",
    "desk_type" "DeskEventType",
    "subject_type" TEXT,
    "subject_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "summary" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "data" JSONB NOT NULL,
    "imported" BOOLEAN NOT NULL DEFAULT false,
    "case_version" INTEGER,
    "stage" "Stage",
    "status" "EscalationStatus",
    "severity" "Severity",
    "category" "Category",
    "tier" "CustomerTier",
    "owner_id" UUID,

    CONSTRAINT "log_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "principal" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "mutation" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "answer" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("principal","key")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" "OwnerLevel" NOT NULL,
    "team" "ResolutionPath",
    "role" "Role" NOT NULL DEFAULT 'AGENT',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "improvement" (
    "id" UUID NOT NULL,
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "description" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" UUID,

    CONSTRAINT "improvement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prevention_plan" (
    "id" UUID NOT NULL,
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_date" DATE NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "prevention_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prevention_action" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "PreventionKind" NOT NULL,
    "position" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "owner_id" UUID,
    "due_date" DATE,

    CONSTRAINT "prevention_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_policy" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "severity" "Severity" NOT NULL,
    "tier" "CustomerTier",
    "customer_id" UUID,
    "owner_level" "OwnerLevel" NOT NULL,
    "response_target_ms" BIGINT NOT NULL,
    "update_interval_ms" BIGINT NOT NULL,
    "resolution_target_ms" BIGINT,
    "warn_at" INTEGER[],
    "calendar_id" UUID,

    CONSTRAINT "sla_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "business_calendar" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "hours" JSONB NOT NULL,
    "holidays" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "business_calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_clock" (
    "id" UUID NOT NULL,
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "SlaKind" NOT NULL,
    "cycle" INTEGER NOT NULL,
    "state" "SlaState" NOT NULL,
    "target_ms" BIGINT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "elapsed_ms" BIGINT NOT NULL,
    "counted_until" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "warns_at" TIMESTAMPTZ(3)[],
    "met_at" TIMESTAMPTZ(3),
    "breached_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "sla_clock_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "communication_escalation_id_at_id_idx" ON "communication"("escalation_id", "at", "id");

-- CreateIndex
CREATE INDEX "communication_in_reply_to_id_idx" ON "communication"("in_reply_to_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_external_id_key" ON "customer"("external_id");

-- CreateIndex
CREATE INDEX "customer_created_at_id_idx" ON "customer"("created_at", "id");

-- CreateIndex
CREATE INDEX "interaction_customer_id_sort_at_id_idx" ON "interaction"("customer_id", "sort_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "interaction_escalation_id_idx" ON "interaction"("escalation_id");

-- CreateIndex
CREATE INDEX "lifecycle_change_customer_id_at_id_idx" ON "lifecycle_change"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "escalation_reference_key" ON "escalation"("reference");

-- CreateIndex
CREATE INDEX "escalation_customer_id_opened_at_id_idx" ON "escalation"("customer_id", "opened_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "escalation_opened_at_id_idx" ON "escalation"("opened_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "escalation_updated_at_id_idx" ON "escalation"("updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "escalation_severity_opened_at_id_idx" ON "escalation"("severity", "opened_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "escalation_due_at_id_idx" ON "escalation"("due_at", "id");

-- CreateIndex
CREATE INDEX "escalation_owner_id_idx" ON "escalation"("owner_id");

-- CreateIndex
CREATE INDEX "escalation_status_idx" ON "escalation"("status");

-- CreateIndex
CREATE INDEX "stakeholder_user_id_idx" ON "stakeholder"("user_id");

-- CreateIndex
CREATE INDEX "resolution_action_escalation_id_at_id_idx" ON "resolution_action"("escalation_id", "at", "id");

-- CreateIndex
CREATE INDEX "escalation_link_other_id_idx" ON "escalation_link"("other_id");

-- CreateIndex
CREATE UNIQUE INDEX "log_entry_seq_key" ON "log_entry"("seq");

-- CreateIndex
CREATE INDEX "log_entry_escalation_id_seq_idx" ON "log_entry"("escalation_id", "seq");

-- CreateIndex
CREATE INDEX "log_entry_escalation_id_id_idx" ON "log_entry"("escalation_id", "id");

-- CreateIndex
CREATE INDEX "log_entry_desk_type_seq_idx" ON "log_entry"("desk_type", "seq");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "user_level_team_idx" ON "user"("level", "team");

-- CreateIndex
CREATE INDEX "user_created_at_id_idx" ON "user"("created_at", "id");

-- CreateIndex
CREATE INDEX "improvement_escalation_id_at_id_idx" ON "improvement"("escalation_id", "at", "id");

-- CreateIndex
CREATE INDEX "improvement_at_id_idx" ON "improvement"("at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "prevention_plan_escalation_id_key" ON "prevention_plan"("escalation_id");

-- CreateIndex
CREATE INDEX "prevention_plan_due_date_id_idx" ON "prevention_plan"("due_date", "id");

-- CreateIndex
CREATE INDEX "prevention_plan_owner_id_idx" ON "prevention_plan"("owner_id");

-- CreateIndex
CREATE INDEX "prevention_action_plan_id_position_idx" ON "prevention_action"("plan_id", "position");

-- CreateIndex
CREATE INDEX "prevention_action_escalation_id_idx" ON "prevention_action"("escalation_id");

-- CreateIndex
CREATE INDEX "sla_policy_severity_idx" ON "sla_policy"("severity");

-- CreateIndex
CREATE INDEX "sla_policy_customer_id_idx" ON "sla_policy"("customer_id");

-- CreateIndex
CREATE INDEX "sla_policy_calendar_id_idx" ON "sla_policy"("calendar_id");

-- CreateIndex
CREATE UNIQUE INDEX "business_calendar_name_key" ON "business_calendar"("name");

-- CreateIndex
CREATE INDEX "sla_clock_next_at_idx" ON "sla_clock"("next_at");

-- CreateIndex
CREATE INDEX "sla_clock_state_idx" ON "sla_clock"("state");

-- CreateIndex
CREATE UNIQUE INDEX "sla_clock_escalation_id_kind_key" ON "sla_clock"("escalation_id", "kind");

-- AddForeignKey
ALTER TABLE "communication" ADD CONSTRAINT "communication_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "communication" ADD CONSTRAINT "communication_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "communication" ADD CONSTRAINT "communication_in_reply_to_id_fkey" FOREIGN KEY ("in_reply_to_id") REFERENCES "communication"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lifecycle_change" ADD CONSTRAINT "lifecycle_change_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lifecycle_change" ADD CONSTRAINT "lifecycle_change_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation" ADD CONSTRAINT "escalation_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation" ADD CONSTRAINT "escalation_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation" ADD CONSTRAINT "escalation_classified_by_id_fkey" FOREIGN KEY ("classified_by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation" ADD CONSTRAINT "escalation_root_cause_by_id_fkey" FOREIGN KEY ("root_cause_by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation_step" ADD CONSTRAINT "escalation_step_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation_step" ADD CONSTRAINT "escalation_step_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stakeholder" ADD CONSTRAINT "stakeholder_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stakeholder" ADD CONSTRAINT "stakeholder_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resolution_action" ADD CONSTRAINT "resolution_action_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resolution_action" ADD CONSTRAINT "resolution_action_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation_link" ADD CONSTRAINT "escalation_link_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalation_link" ADD CONSTRAINT "escalation_link_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_entry" ADD CONSTRAINT "log_entry_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_entry" ADD CONSTRAINT "log_entry_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_entry" ADD CONSTRAINT "log_entry_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "improvement" ADD CONSTRAINT "improvement_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "improvement" ADD CONSTRAINT "improvement_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prevention_plan" ADD CONSTRAINT "prevention_plan_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prevention_plan" ADD CONSTRAINT "prevention_plan_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prevention_action" ADD CONSTRAINT "prevention_action_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "prevention_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prevention_action" ADD CONSTRAINT "prevention_action_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prevention_action" ADD CONSTRAINT "prevention_action_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sla_policy" ADD CONSTRAINT "sla_policy_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sla_policy" ADD CONSTRAINT "sla_policy_calendar_id_fkey" FOREIGN KEY ("calendar_id") REFERENCES "business_calendar"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sla_clock" ADD CONSTRAINT "sla_clock_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
