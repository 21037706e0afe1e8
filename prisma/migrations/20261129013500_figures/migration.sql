-- What `stats` and lists ask of all cases is kept as they change, by triggers: whoever writes a case, and
-- in whatever order its rows, these cannot be forgotten. docs/lists.md says what is kept and why.

-- CreateTable
CREATE TABLE "case_figure" (
    "status" "EscalationStatus",
    "severity" "Severity",
    "stage" "Stage",
    "category" "Category",
    "currency" CHAR(3),
    "cases" BIGINT NOT NULL DEFAULT 0,
    "revenue" DECIMAL(65,2) NOT NULL DEFAULT 0,
    "at_risk" BIGINT NOT NULL DEFAULT 0,
    "breached" BIGINT NOT NULL DEFAULT 0,
    "responses" BIGINT NOT NULL DEFAULT 0,
    "late_responses" BIGINT NOT NULL DEFAULT 0,
    "ratings" BIGINT NOT NULL DEFAULT 0,
    "rating_sum" BIGINT NOT NULL DEFAULT 0,
    "folded" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "resolve_time_figure" (
    "bucket" INTEGER NOT NULL,
    "cases" BIGINT NOT NULL,
    "folded" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "case_risk" (
    "escalation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "risk_at" TIMESTAMPTZ(3),
    "breach_at" TIMESTAMPTZ(3),

    CONSTRAINT "case_risk_pkey" PRIMARY KEY ("escalation_id")
);

-- CreateIndex
CREATE INDEX "case_risk_risk_at_idx" ON "case_risk"("risk_at");

-- CreateIndex
CREATE INDEX "case_risk_breach_at_idx" ON "case_risk"("breach_at");

-- Rows of both come and go all the time, and every reader goes through what is left of them.
ALTER TABLE "case_figure" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE "resolve_time_figure" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE FUNCTION "is_open"("status" "EscalationStatus") RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT status IN ('OPEN', 'WAITING_ON_CUSTOMER') $$;

-- From when on a clock puts its open case at risk: -infinity when it does already, null when it never will
-- by itself. A clock that was met does not; neither does UPDATE's first cycle, which is silent.
CREATE FUNCTION "clock_risk_at"("clock" "sla_clock") RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN clock.met_at IS NOT NULL OR (clock.kind = 'UPDATE' AND clock.cycle = 1) THEN NULL
    WHEN clock.state = 'BREACHED' THEN '-infinity'
    WHEN clock.state = 'PAUSED' AND clock.elapsed_ms >= clock.warn_after_ms THEN '-infinity'
    WHEN clock.state <> 'RUNNING' THEN NULL
    WHEN coalesce(clock.warns_at[1], clock.due_at) <= clock.counted_until THEN '-infinity'
    ELSE coalesce(clock.warns_at[1], clock.due_at)
  END::timestamptz
$$;

-- When a clock that runs breaches; null for one that does not run or is silent.
CREATE FUNCTION "clock_breach_at"("clock" "sla_clock") RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN clock.state = 'RUNNING' AND NOT (clock.kind = 'UPDATE' AND clock.cycle = 1) THEN clock.due_at
  END
$$;

-- In which bucket of times to resolution a time lies: those of a bucket differ by less than two percent.
-- Ascending with the time.
CREATE FUNCTION "time_bucket"("time" interval) RETURNS integer
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  ms bigint := greatest(0, round(extract(epoch FROM "time") * 1000));
  shift integer := greatest(0, length(ltrim(ms::bit(64)::text, '0')) - 7);
BEGIN
  RETURN shift * 64 + (ms >> shift);
END
$$;

-- The median of the times to resolution is looked for in one bucket.
CREATE INDEX "escalation_resolve_time_idx" ON "escalation"
  ("time_bucket"("resolved_at" - "opened_at"), ("resolved_at" - "opened_at"))
  INCLUDE ("opened_at", "resolved_at") WHERE "resolved_at" IS NOT NULL;

-- Works out for open cases from when on they are at risk and breached. Under a lock that all who do so
-- share; who changes the level of a person, on which this rests, takes it alone.
CREATE FUNCTION "refresh_case_risk"("ids" uuid[]) RETURNS void LANGUAGE plpgsql
-- For one case as for many; PostgreSQL would plan it anew for each, which takes longer than to do it.
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(1684370284);
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

CREATE FUNCTION "clocks_inserted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_case_risk((SELECT array_agg(DISTINCT escalation_id) FROM inserted));
  INSERT INTO case_figure (responses, late_responses)
  SELECT count(*), count(breached_at) FROM inserted
  WHERE kind = 'RESPONSE' AND (met_at IS NOT NULL OR breached_at IS NOT NULL) HAVING count(*) > 0;
  RETURN NULL;
END
$$;

CREATE FUNCTION "clock_risk_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_case_risk(ARRAY[coalesce(NEW.escalation_id, OLD.escalation_id)]);
  RETURN NULL;
END
$$;

CREATE FUNCTION "response_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_figure (responses, late_responses) VALUES (
    (NEW.met_at IS NOT NULL OR NEW.breached_at IS NOT NULL)::int
      - (OLD.met_at IS NOT NULL OR OLD.breached_at IS NOT NULL)::int,
    (NEW.breached_at IS NOT NULL)::int - (OLD.breached_at IS NOT NULL)::int
  );
  RETURN NULL;
END
$$;

CREATE FUNCTION "cases_inserted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_figure
    (status, severity, stage, category, currency, cases, revenue, ratings, rating_sum)
  SELECT status, severity, stage, category,
    CASE WHEN is_open(status) AND revenue_at_risk IS NOT NULL THEN revenue_currency END,
    count(*), coalesce(sum(revenue_at_risk) FILTER (WHERE is_open(status)), 0),
    count(satisfaction_rating), coalesce(sum(satisfaction_rating), 0)
  FROM inserted GROUP BY 1, 2, 3, 4, 5;
  INSERT INTO resolve_time_figure (bucket, cases)
  SELECT time_bucket(resolved_at - opened_at), count(*) FROM inserted
  WHERE resolved_at IS NOT NULL GROUP BY 1;
  -- Of other new cases their clocks say it, which come behind them.
  PERFORM refresh_case_risk(array_agg(id)) FROM inserted
  WHERE owner_id IS NOT NULL OR sla_breach HAVING count(*) > 0;
  RETURN NULL;
END
$$;

CREATE FUNCTION "case_counted_anew"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_figure
    (status, severity, stage, category, currency, cases, revenue, ratings, rating_sum)
  SELECT one.status, one.severity, one.stage, one.category,
    CASE WHEN is_open(one.status) AND one.revenue_at_risk IS NOT NULL THEN one.revenue_currency END,
    sign, CASE WHEN is_open(one.status) THEN sign * coalesce(one.revenue_at_risk, 0) ELSE 0 END,
    CASE WHEN one.satisfaction_rating IS NULL THEN 0 ELSE sign END,
    sign * coalesce(one.satisfaction_rating, 0)
  FROM (VALUES
    (-1, OLD.id, OLD.status, OLD.severity, OLD.stage, OLD.category, OLD.revenue_currency,
      OLD.revenue_at_risk, OLD.satisfaction_rating),
    (1, NEW.id, NEW.status, NEW.severity, NEW.stage, NEW.category, NEW.revenue_currency,
      NEW.revenue_at_risk, NEW.satisfaction_rating)
  ) AS one (sign, id, status, severity, stage, category, revenue_currency, revenue_at_risk,
    satisfaction_rating)
  WHERE one.id IS NOT NULL;
  RETURN NULL;
END
$$;

CREATE FUNCTION "resolve_time_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.resolved_at IS NOT NULL THEN
    INSERT INTO resolve_time_figure (bucket, cases)
    VALUES (time_bucket(OLD.resolved_at - OLD.opened_at), -1);
  END IF;
  IF NEW.resolved_at IS NOT NULL THEN
    INSERT INTO resolve_time_figure (bucket, cases)
    VALUES (time_bucket(NEW.resolved_at - NEW.opened_at), 1);
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION "case_risk_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_open(NEW.status) THEN
    PERFORM refresh_case_risk(ARRAY[NEW.id]);
  ELSE
    DELETE FROM case_risk WHERE escalation_id = OLD.id;
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION "risk_counted_anew"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_figure (at_risk, breached) VALUES (
    coalesce((NEW.risk_at = '-infinity')::int, 0) - coalesce((OLD.risk_at = '-infinity')::int, 0),
    coalesce((NEW.breach_at = '-infinity')::int, 0) - coalesce((OLD.breach_at = '-infinity')::int, 0)
  );
  RETURN NULL;
END
$$;

-- Cases that change meanwhile wait: they need the person's level, or are needed here.
CREATE FUNCTION "level_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1684370284);
  PERFORM refresh_case_risk(ARRAY(
    SELECT id FROM escalation
    WHERE owner_id = NEW.id AND status IN ('OPEN', 'WAITING_ON_CUSTOMER')));
  RETURN NULL;
END
$$;

CREATE TRIGGER "cases_inserted" AFTER INSERT ON "escalation"
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION "cases_inserted"();
CREATE TRIGGER "case_counted_anew" AFTER UPDATE ON "escalation" FOR EACH ROW
  WHEN ((OLD.status, OLD.severity, OLD.stage, OLD.category, OLD.revenue_currency, OLD.revenue_at_risk,
      OLD.satisfaction_rating)
    IS DISTINCT FROM (NEW.status, NEW.severity, NEW.stage, NEW.category, NEW.revenue_currency,
      NEW.revenue_at_risk, NEW.satisfaction_rating))
  EXECUTE FUNCTION "case_counted_anew"();
CREATE TRIGGER "case_deleted" AFTER DELETE ON "escalation" FOR EACH ROW
  EXECUTE FUNCTION "case_counted_anew"();
CREATE TRIGGER "resolve_time_changed" AFTER UPDATE ON "escalation" FOR EACH ROW
  WHEN ((OLD.resolved_at, OLD.opened_at) IS DISTINCT FROM (NEW.resolved_at, NEW.opened_at))
  EXECUTE FUNCTION "resolve_time_changed"();
CREATE TRIGGER "resolve_time_deleted" AFTER DELETE ON "escalation" FOR EACH ROW
  EXECUTE FUNCTION "resolve_time_changed"();
CREATE TRIGGER "case_risk_changed" AFTER UPDATE ON "escalation" FOR EACH ROW
  WHEN (is_open(OLD.status) <> is_open(NEW.status) OR is_open(NEW.status)
    AND (OLD.owner_id, OLD.owner_level, OLD.sla_breach, OLD.customer_id)
      IS DISTINCT FROM (NEW.owner_id, NEW.owner_level, NEW.sla_breach, NEW.customer_id))
  EXECUTE FUNCTION "case_risk_changed"();
CREATE TRIGGER "case_risk_deleted" AFTER DELETE ON "escalation" FOR EACH ROW
  EXECUTE FUNCTION "case_risk_changed"();

CREATE TRIGGER "clocks_inserted" AFTER INSERT ON "sla_clock"
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION "clocks_inserted"();
CREATE TRIGGER "clock_risk_changed" AFTER UPDATE ON "sla_clock" FOR EACH ROW
  WHEN ((clock_risk_at(OLD), clock_breach_at(OLD)) IS DISTINCT FROM (clock_risk_at(NEW), clock_breach_at(NEW)))
  EXECUTE FUNCTION "clock_risk_changed"();
CREATE TRIGGER "clock_deleted" AFTER DELETE ON "sla_clock" FOR EACH ROW
  EXECUTE FUNCTION "clock_risk_changed"();
CREATE TRIGGER "response_changed" AFTER UPDATE ON "sla_clock" FOR EACH ROW
  WHEN (NEW.kind = 'RESPONSE' AND (OLD.met_at IS NULL AND OLD.breached_at IS NULL, OLD.breached_at IS NULL)
    IS DISTINCT FROM (NEW.met_at IS NULL AND NEW.breached_at IS NULL, NEW.breached_at IS NULL))
  EXECUTE FUNCTION "response_changed"();
CREATE TRIGGER "response_deleted" AFTER DELETE ON "sla_clock" FOR EACH ROW
  WHEN (OLD.kind = 'RESPONSE') EXECUTE FUNCTION "response_changed"();

CREATE TRIGGER "risk_inserted" AFTER INSERT ON "case_risk" FOR EACH ROW
  WHEN (NEW.risk_at = '-infinity' OR NEW.breach_at = '-infinity')
  EXECUTE FUNCTION "risk_counted_anew"();
CREATE TRIGGER "risk_updated" AFTER UPDATE ON "case_risk" FOR EACH ROW
  WHEN ((OLD.risk_at IS NOT DISTINCT FROM '-infinity', OLD.breach_at IS NOT DISTINCT FROM '-infinity')
    IS DISTINCT FROM
    (NEW.risk_at IS NOT DISTINCT FROM '-infinity', NEW.breach_at IS NOT DISTINCT FROM '-infinity'))
  EXECUTE FUNCTION "risk_counted_anew"();
CREATE TRIGGER "risk_deleted" AFTER DELETE ON "case_risk" FOR EACH ROW
  WHEN (OLD.risk_at = '-infinity' OR OLD.breach_at = '-infinity')
  EXECUTE FUNCTION "risk_counted_anew"();

CREATE TRIGGER "level_changed" AFTER UPDATE ON "user" FOR EACH ROW
  WHEN (OLD.level <> NEW.level) EXECUTE FUNCTION "level_changed"();

-- Adds up what was counted since, once it is more than what was added up before. Only one at a time does;
-- another that comes meanwhile has nothing to do. Whoever reads sees the rows before or the rows after.
CREATE FUNCTION "fold_figures"("least" integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  added bigint;
  kept bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(1684370285) THEN RETURN; END IF;
  SELECT count(*) FILTER (WHERE NOT folded), count(*) FILTER (WHERE folded)
    INTO added, kept FROM case_figure;
  IF added >= greatest(least, kept) THEN
    WITH gone AS (DELETE FROM case_figure RETURNING *)
    INSERT INTO case_figure
    SELECT status, severity, stage, category, currency, sum(cases), sum(revenue), sum(at_risk),
      sum(breached), sum(responses), sum(late_responses), sum(ratings), sum(rating_sum), true
    FROM gone GROUP BY status, severity, stage, category, currency
    HAVING (sum(cases), sum(revenue), sum(at_risk), sum(breached), sum(responses),
      sum(late_responses), sum(ratings), sum(rating_sum)) <> (0, 0, 0, 0, 0, 0, 0, 0);
  END IF;
  SELECT count(*) FILTER (WHERE NOT folded), count(*) FILTER (WHERE folded)
    INTO added, kept FROM resolve_time_figure;
  IF added >= greatest(least, kept) THEN
    WITH gone AS (DELETE FROM resolve_time_figure RETURNING *)
    INSERT INTO resolve_time_figure
    SELECT bucket, sum(cases), true FROM gone GROUP BY bucket HAVING sum(cases) <> 0;
  END IF;
END
$$;

-- What is there already. Behind the triggers, whose locks keep everybody from writing until the end.
INSERT INTO "case_figure"
  (status, severity, stage, category, currency, cases, revenue, ratings, rating_sum, folded)
SELECT status, severity, stage, category,
  CASE WHEN is_open(status) AND revenue_at_risk IS NOT NULL THEN revenue_currency END,
  count(*), coalesce(sum(revenue_at_risk) FILTER (WHERE is_open(status)), 0),
  count(satisfaction_rating), coalesce(sum(satisfaction_rating), 0), true
FROM "escalation" GROUP BY 1, 2, 3, 4, 5;
INSERT INTO "case_figure" (responses, late_responses, folded)
SELECT count(*), count(breached_at), true FROM "sla_clock"
WHERE kind = 'RESPONSE' AND (met_at IS NOT NULL OR breached_at IS NOT NULL) HAVING count(*) > 0;
INSERT INTO "resolve_time_figure" (bucket, cases, folded)
SELECT time_bucket(resolved_at - opened_at), count(*), true FROM "escalation"
WHERE resolved_at IS NOT NULL GROUP BY 1;
-- Counted by its triggers.
SELECT "refresh_case_risk"(array_agg(id)) FROM "escalation"
WHERE status IN ('OPEN', 'WAITING_ON_CUSTOMER');

-- Of open cases, whose indexes stay small however many were closed.
CREATE INDEX "escalation_open_opened_at_idx" ON "escalation" ("opened_at" DESC, "id" DESC)
  WHERE "status" IN ('OPEN', 'WAITING_ON_CUSTOMER');
CREATE INDEX "escalation_open_customer_idx" ON "escalation" ("customer_id", "opened_at" DESC, "id" DESC)
  WHERE "status" IN ('OPEN', 'WAITING_ON_CUSTOMER');
-- Clocks that are past their due time and not fired yet.
CREATE INDEX "sla_clock_running_due_idx" ON "sla_clock" ("due_at")
  WHERE "state" = 'RUNNING' AND NOT ("kind" = 'UPDATE' AND "cycle" = 1);
-- What nobody owns, the newest first.
CREATE INDEX "escalation_unassigned_idx" ON "escalation" ("opened_at" DESC, "id" DESC)
  WHERE "owner_id" IS NULL;
-- What the churn risk of a customer looks at: its last ratings, its breaches and reopenings.
CREATE INDEX "escalation_rated_idx" ON "escalation" ("customer_id", "satisfaction_at" DESC)
  WHERE "satisfaction_rating" IS NOT NULL;
CREATE INDEX "log_entry_trouble_idx" ON "log_entry" ("customer_id", "at")
  WHERE "type" IN ('SLA_BREACHED', 'ESCALATION_REOPENED');
