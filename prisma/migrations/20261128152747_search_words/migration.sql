-- What is searched is folded by the process from now on, the same way as what is asked: it fills these
-- columns and rows for what is there already at its next start, in batches.
DROP INDEX "escalation_text_idx";
DROP FUNCTION "escalation_text"(text, text, text);

-- AlterTable
ALTER TABLE "desk" ADD COLUMN     "text_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "business_calendar" ADD COLUMN     "name_nfc" TEXT;

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "external_id_nfc" TEXT,
ADD COLUMN     "folded" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "name_words" tsvector,
ADD COLUMN     "words_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "persisted_operation" ADD COLUMN     "partner_nfc" TEXT;

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "email_nfc" TEXT;

-- DropIndex
DROP INDEX "escalation_owner_id_idx";

-- CreateIndex
CREATE INDEX "escalation_owner_id_category_idx" ON "escalation"("owner_id", "category");

-- CreateTable
CREATE TABLE "search_text" (
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "open_words" tsvector NOT NULL,
    "internal_words" tsvector NOT NULL,
    "open_size" INTEGER NOT NULL,
    "internal_size" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "search_text_pkey" PRIMARY KEY ("escalation_id")
);

-- CreateIndex
CREATE INDEX "search_text_customer_id_idx" ON "search_text"("customer_id");

-- CreateIndex
CREATE INDEX "business_calendar_name_nfc_idx" ON "business_calendar"("name_nfc");

-- CreateIndex
CREATE INDEX "customer_external_id_nfc_idx" ON "customer"("external_id_nfc");

-- CreateIndex
CREATE INDEX "persisted_operation_partner_nfc_hash_idx" ON "persisted_operation"("partner_nfc", "hash");

-- CreateIndex
CREATE INDEX "user_email_nfc_idx" ON "user"("email_nfc");

-- AddForeignKey
ALTER TABLE "search_text" ADD CONSTRAINT "search_text_escalation_id_fkey" FOREIGN KEY ("escalation_id") REFERENCES "escalation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- In PL/pgSQL, because the body of an SQL function takes its place in queries and its cost is lost:
-- PostgreSQL would then rather read the words of every case than use the index. Prisma, whose schema
-- cannot say an index on an expression, does not see it.
CREATE FUNCTION "words_of"("words" tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$ BEGIN RETURN "words"; END $$;
CREATE FUNCTION "all_words"("open" tsvector, "internal" tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$ BEGIN RETURN "open" || "internal"; END $$;

CREATE INDEX "search_text_words_idx" ON "search_text"
  USING GIN ("all_words"("open_words", "internal_words"));
CREATE INDEX "customer_name_words_idx" ON "customer" USING GIN ("words_of"("name_words"));
