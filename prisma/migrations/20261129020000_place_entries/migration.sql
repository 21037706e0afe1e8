-- As "give_places", which nodes of earlier versions go on to use, and tells besides which entries it placed:
-- their ids in order, and the place of the first. Whoever wrote them need not ask for their places.
CREATE FUNCTION "place_entries"(
  "lock" bigint, "batch" integer, "channel" text, "with_entries" boolean,
  OUT "placed_ids" bigint[], OUT "first_place" bigint, OUT "placed_entries" text
) LANGUAGE plpgsql AS $$
BEGIN
  placed_ids := '{}';
  first_place := 0;
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
    SELECT coalesce(array_agg(id ORDER BY seq), '{}') AS ids, min(seq) AS first, max(seq) AS last,
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
  SELECT told.ids, coalesce(told.first, 0), told.entries
  FROM told, pg_notify(channel, told.last::text)
  INTO placed_ids, first_place, placed_entries;
END
$$;
