import { Prisma } from '../db/client.ts';
import { isOverdue } from '../escalation/read/clocks.sql.ts';
import { passedSince } from '../escalation/read/kept.sql.ts';
import type { GroupFigure, SingleFigure } from './figures.ts';
import { GROUP_COLUMNS } from './figures.ts';

// Figures of all cases, from what the database keeps of them (docs/lists.md). What time alone changes is
// not in it yet when it has come and nobody has looked at the case since: that much is counted here.

const OPEN = Prisma.sql`f.status IN ('OPEN', 'WAITING_ON_CUSTOMER')`;
const LATE_SINCE = (now: Date) => Prisma.sql`
  SELECT count(*) FROM sla_clock clock
  WHERE ${isOverdue(now)} AND clock.kind = 'RESPONSE' AND clock.breached_at IS NULL`;

function figure(name: SingleFigure, now: Date): Prisma.Sql {
  switch (name) {
    case 'open':
      return Prisma.sql`coalesce(sum(f.cases) FILTER (WHERE ${OPEN}), 0)::int`;
    case 'waitingOnCustomer':
      return Prisma.sql`coalesce(sum(f.cases) FILTER (WHERE f.status = 'WAITING_ON_CUSTOMER'), 0)::int`;
    case 'atRisk':
      return Prisma.sql`(coalesce(sum(f.at_risk), 0) + ${passedSince('risk_at', now)})::int`;
    case 'breached':
      return Prisma.sql`(coalesce(sum(f.breached), 0) + ${passedSince('breach_at', now)})::int`;
    case 'responseWithinSla':
      return Prisma.sql`(coalesce(sum(f.responses - f.late_responses), 0)
        / nullif(coalesce(sum(f.responses), 0) + (${LATE_SINCE(now)}), 0))::float8`;
    case 'averageSatisfaction':
      return Prisma.sql`(sum(f.rating_sum) / nullif(sum(f.ratings), 0))::float8`;
    case 'medianTimeToResolveMs':
      return MEDIAN;
  }
}

/** In seconds: the middle one or between the middle two, each looked for in its bucket alone. */
const MEDIAN = Prisma.sql`(
  WITH bucket AS (
    SELECT bucket, sum(cases) AS cases, sum(sum(cases)) OVER (ORDER BY bucket) AS until
    FROM resolve_time_figure GROUP BY bucket
  ), middle AS (
    SELECT (max(until)::bigint - 1) / 2 AS lower, max(until)::bigint / 2 AS upper FROM bucket
    HAVING max(until) > 0
  ), found AS MATERIALIZED (
    SELECT (
      SELECT (SELECT extract(epoch FROM e.resolved_at - e.opened_at)::float8 FROM escalation e
        WHERE e.resolved_at IS NOT NULL AND time_bucket(e.resolved_at - e.opened_at) = bucket.bucket
        ORDER BY e.resolved_at - e.opened_at OFFSET place - (bucket.until - bucket.cases) LIMIT 1)
      FROM bucket WHERE bucket.until > place ORDER BY bucket.bucket LIMIT 1
    ) AS seconds
    FROM middle CROSS JOIN LATERAL (VALUES (middle.lower), (middle.upper)) AS at (place)
  )
  SELECT min(seconds) + 0.5 * (max(seconds) - min(seconds)) FROM found)`;

/** One row with a column for each figure. */
export function keptStatement(names: readonly SingleFigure[], now: Date): Prisma.Sql {
  const columns = names.map(
    (name) => Prisma.sql`${figure(name, now)} AS ${Prisma.raw(`"${name}"`)}`,
  );
  return Prisma.sql`SELECT ${Prisma.join(columns)} FROM case_figure f`;
}

/** A row for each value of each group. */
export function keptGroups(names: readonly GroupFigure[]): Prisma.Sql {
  const columns = names.map((name) => Prisma.raw(`f.${GROUP_COLUMNS[name]}`));
  const sets = columns.map((column) => Prisma.sql`(${column})`);
  return Prisma.sql`
    SELECT ${Prisma.join(columns)}, sum(f.cases)::int AS count, sum(f.revenue)::text AS amount
    FROM case_figure f WHERE ${OPEN} GROUP BY GROUPING SETS (${Prisma.join(sets)})
    HAVING sum(f.cases) > 0`;
}
