import { Prisma } from '../db/client.ts';

/** Rules for what the database keeps of cases for figures and lists; each finds what breaks it, as `what`. */
export const FIGURE_RULES: readonly { rule: string; find: Prisma.Sql }[] = [
  {
    rule: 'the figures that are kept of cases are those of the cases',
    find: Prisma.sql`
      WITH counted AS (
        SELECT status, severity, stage, category, count(*) AS cases,
          count(satisfaction_rating) AS ratings, coalesce(sum(satisfaction_rating), 0) AS rating_sum,
          coalesce(sum(revenue_at_risk) FILTER (WHERE is_open(status)), 0) AS revenue
        FROM escalation GROUP BY 1, 2, 3, 4
      ), kept AS (
        SELECT status, severity, stage, category, sum(cases) AS cases, sum(ratings) AS ratings,
          sum(rating_sum) AS rating_sum, sum(revenue) AS revenue
        FROM case_figure WHERE status IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING sum(cases) <> 0
      )
      SELECT differing::text AS what FROM (
        (TABLE counted EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE counted)
      ) AS differing`,
  },
  {
    rule: 'the figures that are kept of risks and responses are those of the cases',
    find: Prisma.sql`
      WITH counted AS (
        SELECT
          (SELECT count(*) FROM case_risk WHERE risk_at = '-infinity') AS at_risk,
          (SELECT count(*) FROM case_risk WHERE breach_at = '-infinity') AS breached,
          count(*) AS responses, count(breached_at) AS late_responses
        FROM sla_clock
        WHERE kind = 'RESPONSE' AND (met_at IS NOT NULL OR breached_at IS NOT NULL)
      ), kept AS (
        SELECT coalesce(sum(at_risk), 0), coalesce(sum(breached), 0), coalesce(sum(responses), 0),
          coalesce(sum(late_responses), 0)
        FROM case_figure
      )
      SELECT kept::text || ' and not ' || counted::text AS what FROM kept, counted
      WHERE kept::text <> counted::text`,
  },
  {
    rule: 'the times to resolution that are kept are those of the cases',
    find: Prisma.sql`
      SELECT bucket::text AS what FROM (
        SELECT bucket, cases FROM resolve_time_figure
        UNION ALL SELECT time_bucket(resolved_at - opened_at), -1 FROM escalation
        WHERE resolved_at IS NOT NULL
      ) AS both_ways GROUP BY bucket HAVING sum(cases) <> 0`,
  },
  {
    rule: 'an open case, and no other, is kept with the time from when on it is at risk and breached',
    find: Prisma.sql`
      SELECT e.reference AS what FROM case_risk risk JOIN escalation e ON e.id = risk.escalation_id
      WHERE NOT is_open(e.status)
      UNION ALL
      SELECT e.reference FROM escalation e
      LEFT JOIN case_risk risk ON risk.escalation_id = e.id
      LEFT JOIN "user" owner ON owner.id = e.owner_id
      CROSS JOIN LATERAL (
        SELECT min(clock_risk_at(clock)) AS risk_at, min(clock_breach_at(clock)) AS breach_at
        FROM sla_clock clock WHERE clock.escalation_id = e.id
      ) AS clocks
      WHERE e.status IN ('OPEN', 'WAITING_ON_CUSTOMER') AND (risk.risk_at, risk.breach_at)
        IS DISTINCT FROM (
          CASE WHEN owner.level < e.owner_level THEN '-infinity' ELSE clocks.risk_at END,
          CASE WHEN e.sla_breach THEN '-infinity' ELSE clocks.breach_at END)`,
  },
];
