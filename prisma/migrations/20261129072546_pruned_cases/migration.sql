-- CreateTable
CREATE TABLE "pruned_case" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "pruned_at" TIMESTAMPTZ(3) NOT NULL,
    "places" BIGINT[],
    "seal_hashes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "pruned_case_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "pruned_case_reference_key" ON "pruned_case"("reference");

-- CreateIndex
CREATE INDEX "pruned_case_customer_id_idx" ON "pruned_case"("customer_id");

-- CreateIndex
CREATE INDEX "pruned_case_places_idx" ON "pruned_case" USING GIN ("places");

-- AddForeignKey
ALTER TABLE "pruned_case" ADD CONSTRAINT "pruned_case_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
