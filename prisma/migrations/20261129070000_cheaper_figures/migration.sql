-- What triggers do for new cases and their clocks, in fewer statements: each costs more to begin than to run.
-- What they keep is the same.

CREATE OR REPLACE FUNCTION "cases_inserted"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  -- Of one row, as nearly always, each of these is the row's own value.
  SELECT count(*) AS cases, min(status) AS status, min(severity) AS severity, min(stage) AS stage,
    min(category) AS category, min(revenue_currency) AS currency, min(revenue_at_risk) AS revenue,
    count(satisfaction_rating) AS ratings, coalesce(sum(satisfaction_rating), 0) AS rating_sum,
    count(resolved_at) AS resolved,
    count(*) FILTER (WHERE owner_id IS NOT NULL OR sla_breach) AS at_once
    INTO found FROM inserted;
  IF found.cases = 1 THEN
    INSERT INTO case_figure
      (status, severity, stage, category, currency, cases, revenue, ratings, rating_sum)
    VALUES (found.status, found.severity, found.stage, found.category,
      CASE WHEN is_open(found.status) AND found.revenue IS NOT NULL THEN found.currency END,
      1, CASE WHEN is_open(found.status) THEN coalesce(found.revenue, 0) ELSE 0 END,
      found.ratings, found.rating_sum);
  ELSIF found.cases > 1 THEN
    INSERT INTO case_figure
      (status, severity, stage, category, currency, cases, revenue, ratings, rating_sum)
    SELECT status, severity, stage, category,
      CASE WHEN is_open(status) AND revenue_at_risk IS NOT NULL THEN revenue_currency END,
      count(*), coalesce(sum(revenue_at_risk) FILTER (WHERE is_open(status)), 0),
      count(satisfaction_rating), coalesce(sum(satisfaction_rating), 0)
    FROM inserted GROUP BY 1, 2, 3, 4, 5;
  END IF;
  IF found.resolved > 0 THEN
    INSERT INTO resolve_time_figure (bucket, cases)
    SELECT time_bucket(resolved_at - opened_at), count(*) FROM inserted
    WHERE resolved_at IS NOT NULL GROUP BY 1;
  END IF;
  -- Of other new cases their clocks say it, which come behind them.
  IF found.at_once > 0 THEN
    PERFORM refresh_case_risk(array_agg(id)) FROM inserted WHERE owner_id IS NOT NULL OR sla_breach;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION "clocks_inserted"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  SELECT min(escalation_id::text)::uuid AS first, max(escalation_id::text)::uuid AS last,
    count(*) FILTER (WHERE kind = 'RESPONSE' AND (met_at IS NOT NULL OR breached_at IS NOT NULL))
      AS responses,
    count(*) FILTER (WHERE kind = 'RESPONSE' AND breached_at IS NOT NULL) AS late
    INTO found FROM inserted;
  IF found.first = found.last THEN
    PERFORM refresh_case_risk(ARRAY[found.first]);
  ELSIF found.first IS NOT NULL THEN
    PERFORM refresh_case_risk((SELECT array_agg(DISTINCT escalation_id) FROM inserted));
  END IF;
  IF found.responses > 0 THEN
    INSERT INTO case_figure (responses, late_responses) VALUES (found.responses, found.late);
  END IF;
  RETURN NULL;
END
$$;

-- As before, with the lock taken as a value and not by a statement.
CREATE OR REPLACE FUNCTION "refresh_case_risk"("ids" uuid[]) RETURNS void LANGUAGE plpgsql
-- For one case as for many; PostgreSQL would plan it anew for each, which takes longer than to do it.
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  locked text;
BEGIN
  locked := pg_advisory_xact_lock_shared(1684370284)::text;
  INSERT INTO case_risk AS known (escalation_id, customer_id, risk_at, breach_at)
  SELECT e.id, e.customer_id,
    CASE
      WHEN (SELECT owner.level FROM "user" owner WHERE owner.id = e.owner_id) < e.owner_level
      THEN '-infinity'
      ELSE clocks.risk_at
    END,
    CASE WHEN e.sla_breach THEN '-infinity' ELSE clocks.breach_at END
  FROM escalation e
  CROSS JOIN LATERAL (
    SELECT min(clock_risk_at(clock)) AS risk_at, min(clock_breach_at(clock)) AS breach_at
    FROM sla_clock clock WHERE clock.escalation_id = e.id
  ) AS clocks
  WHERE e.id = ANY(ids) AND e.status IN ('OPEN', 'WAITING_ON_CUSTOMER')
  ON CONFLICT (escalation_id) DO UPDATE
  SET customer_id = EXCLUDED.customer_id, risk_at = EXCLUDED.risk_at, breach_at = EXCLUDED.breach_at
  WHERE (known.customer_id, known.risk_at, known.breach_at)
    IS DISTINCT FROM (EXCLUDED.customer_id, EXCLUDED.risk_at, EXCLUDED.breach_at);
END
$$;
