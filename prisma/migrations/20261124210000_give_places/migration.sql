-- Gives committed entries of the log their place, in order of id, at most "batch" of them, and tells
-- of the last one on "channel". Under a lock, which is taken in a statement of its own: the next one
-- then sees all that was placed before. As a function it is one round trip.
--
-- Returns how many were placed and, when asked for, the entries as JSON, in order.
CREATE FUNCTION "give_places"(
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
  )
  SELECT told.count, told.entries FROM told, pg_notify(channel, told.last::text)
  INTO placed_count, placed_entries;
END
$$;
