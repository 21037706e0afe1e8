-- CreateTable
CREATE TABLE "last_change" (
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "last_change_pkey" PRIMARY KEY ("kind","subject_id")
);

-- CreateIndex
CREATE INDEX "last_change_kind_placed_at_subject_id_idx" ON "last_change"("kind", "placed_at", "subject_id");

-- CreateIndex
CREATE INDEX "last_change_kind_customer_id_placed_at_subject_id_idx" ON "last_change"("kind", "customer_id", "placed_at", "subject_id");

-- CreateIndex
CREATE INDEX "customer_name_id_idx" ON "customer"("name", "id");

-- CreateIndex
CREATE INDEX "log_entry_customer_id_seq_idx" ON "log_entry"("customer_id", "seq");

-- Nobody knows any more in which order the changes so far were committed; whoever follows has seen them.
INSERT INTO "last_change" ("kind", "subject_id", "customer_id", "placed_at")
  SELECT 'Escalation', id, customer_id, updated_at FROM escalation
  UNION ALL SELECT 'Customer', id, id, updated_at FROM customer;

-- As before, and notes for each case and customer when its last change got its place: later than all
-- that was placed before, later than the change itself says, and no earlier than now.
CREATE OR REPLACE FUNCTION "give_places"(
  "lock" bigint, "batch" integer, "channel" text, "with_entries" boolean,
  OUT "placed_count" integer, OUT "placed_entries" text
) LANGUAGE plpgsql AS $$
BEGIN
  placed_count := 0;
  IF NOT EXISTS (SELECT FROM log_entry WHERE seq IS NULL) THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(lock);
  WITH head AS (SELECT COALESCE(max(seq), 0) AS seq FROM log_entry),
  leftover AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place FROM (
      SELECT id FROM log_entry WHERE seq IS NULL ORDER BY id LIMIT batch
    ) AS waiting
  ),
  placed AS (
    UPDATE log_entry SET seq = head.seq + leftover.place FROM head, leftover
    WHERE log_entry.id = leftover.id RETURNING log_entry.*
  ),
  told AS (
    SELECT count(*)::integer AS count, max(seq) AS last,
      CASE WHEN with_entries THEN json_agg(placed ORDER BY seq)::text END AS entries
    FROM placed
  ),
  moment AS MATERIALIZED (
    SELECT greatest(
      clock_timestamp(),
      (SELECT max(recorded_at) FROM placed) + interval '1 millisecond',
      (SELECT max(placed_at) FROM last_change WHERE kind = 'Escalation') + interval '1 millisecond',
      (SELECT max(placed_at) FROM last_change WHERE kind = 'Customer') + interval '1 millisecond'
    ) AS placed_at
  ),
  changed AS (
    -- Of a case that moved to another customer meanwhile the last one counts.
    SELECT 'Escalation' AS kind, escalation_id AS subject_id,
      (array_agg(customer_id ORDER BY seq DESC))[1] AS customer_id
    FROM placed WHERE escalation_id IS NOT NULL GROUP BY escalation_id
    UNION ALL
    SELECT DISTINCT 'Customer', customer_id, customer_id FROM placed
    WHERE subject_type = 'Customer' AND customer_id IS NOT NULL
  ),
  noted AS (
    INSERT INTO last_change (kind, subject_id, customer_id, placed_at)
    SELECT kind, subject_id, customer_id, moment.placed_at FROM changed, moment
    ON CONFLICT (kind, subject_id)
    DO UPDATE SET customer_id = EXCLUDED.customer_id, placed_at = EXCLUDED.placed_at
  )
  SELECT told.count, told.entries FROM told, pg_notify(channel, told.last::text)
  INTO placed_count, placed_entries;
END
$$;
