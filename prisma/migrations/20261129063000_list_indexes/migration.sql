-- Lists of an owner, and of a status, take their page from an index in their order.

-- DropIndex
DROP INDEX "escalation_owner_id_category_idx";

-- CreateIndex
CREATE INDEX "escalation_owner_id_opened_at_id_idx" ON "escalation"("owner_id", "opened_at" DESC, "id" DESC);

-- DropIndex
DROP INDEX "escalation_status_idx";

-- CreateIndex
CREATE INDEX "escalation_status_opened_at_id_idx" ON "escalation"("status", "opened_at" DESC, "id" DESC);

-- The cases of a stakeholder are read from the index alone.

-- DropIndex
DROP INDEX "stakeholder_user_id_idx";

-- CreateIndex
CREATE INDEX "stakeholder_user_id_escalation_id_idx" ON "stakeholder"("user_id", "escalation_id");

-- What nobody owns, the newest first; of a team's categories it is counted from the index.
DROP INDEX "escalation_unassigned_idx";
CREATE INDEX "escalation_unassigned_idx" ON "escalation" ("opened_at" DESC, "id" DESC, "category")
  WHERE "owner_id" IS NULL;
