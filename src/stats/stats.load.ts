import type { Principal } from '../auth/principal.ts';
import { visibleSql } from '../auth/visibility.ts';
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import type { EscalationFilterInput } from '../escalation/read/escalation.filter.ts';
import {
  atRiskSql,
  breachedSql,
  filterSql,
  IS_OPEN,
  responseEndedSql,
  responseLateSql,
} from '../escalation/read/escalation.filter.ts';
import { SECOND_MS } from '../shared/duration.ts';
import type { Money } from '../shared/money.ts';
import type { Category, Severity, Stage } from '../shared/vocabulary.ts';
import { CATEGORIES, SEVERITIES, STAGES } from '../shared/vocabulary.ts';

export interface DeskStats {
  open: number;
  atRisk: number;
  breached: number;
  waitingOnCustomer: number;
  /** Null where there are no cases to take the figure from. The next two likewise. */
  responseWithinSla: number | null;
  medianTimeToResolveMs: number | null;
  averageSatisfaction: number | null;
  /** Counts of open cases, as are the next two. */
  bySeverity: { severity: Severity; count: number }[];
  byStage: { stage: Stage; count: number }[];
  byCategory: { category: Category; count: number }[];
  /** Sum over open cases for each currency, ordered by its code. */
  revenueAtRisk: Money[];
}

interface Figures {
  open: number;
  atRisk: number;
  breached: number;
  waitingOnCustomer: number;
  responseWithinSla: number | null;
  medianSeconds: number | null;
  averageSatisfaction: number | null;
}

/** A row of one of the four groupings. The columns of the other groupings are null. */
interface Group {
  severity: Severity | null;
  stage: Stage | null;
  category: Category | null;
  currency: string | null;
  count: number;
  amount: string | null;
}

/** The figures of the cases that the principal may see and the filter selects. Two statements. */
export async function deskStats(
  db: Db,
  principal: Principal,
  filter: EscalationFilterInput | null | undefined,
  now: Date,
): Promise<DeskStats> {
  const condition = Prisma.sql`${visibleSql(principal, Prisma.sql`e.customer_id`)}
    AND ${filterSql(filter, principal, now)}`;
  const [[figures], groups] = await Promise.all([
    db.$queryRaw<Figures[]>(figuresStatement(condition, now)),
    db.$queryRaw<Group[]>(groupsStatement(condition)),
  ]);
  if (figures === undefined) throw new Error('An aggregate came without a row.');
  const { medianSeconds, ...counts } = figures;
  const countOf = (is: (group: Group) => boolean) => groups.find(is)?.count ?? 0;
  return {
    ...counts,
    medianTimeToResolveMs: medianSeconds === null ? null : Math.round(medianSeconds * SECOND_MS),
    bySeverity: SEVERITIES.map((severity) => ({
      severity,
      count: countOf((group) => group.severity === severity),
    })),
    byStage: STAGES.map((stage) => ({ stage, count: countOf((group) => group.stage === stage) })),
    byCategory: CATEGORIES.map((category) => ({
      category,
      count: countOf((group) => group.category === category),
    })),
    revenueAtRisk: groups.flatMap(({ currency, amount }) =>
      currency === null || amount === null ? [] : [{ currency, amount }],
    ),
  };
}

function figuresStatement(condition: Prisma.Sql, now: Date): Prisma.Sql {
  const ended = responseEndedSql(now);
  const late = responseLateSql(now);
  return Prisma.sql`
    SELECT
      count(*) FILTER (WHERE ${IS_OPEN})::int AS "open",
      count(*) FILTER (WHERE ${atRiskSql(now)})::int AS "atRisk",
      count(*) FILTER (WHERE ${IS_OPEN} AND ${breachedSql(now)})::int AS "breached",
      count(*) FILTER (WHERE e.status = 'WAITING_ON_CUSTOMER')::int AS "waitingOnCustomer",
      avg(CASE WHEN ${late} THEN 0 ELSE 1 END) FILTER (WHERE ${ended})::float8
        AS "responseWithinSla",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.resolved_at - e.opened_at))
        AS "medianSeconds",
      avg(e.satisfaction_rating)::float8 AS "averageSatisfaction"
    FROM escalation e
    LEFT JOIN sla_clock clock ON clock.escalation_id = e.id AND clock.kind = 'RESPONSE'
    WHERE ${condition}`;
}

function groupsStatement(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT e.severity, e.stage, e.category, e.revenue_currency AS currency, count(*)::int AS count,
           sum(e.revenue_at_risk)::text AS amount
    FROM escalation e
    WHERE ${IS_OPEN} AND ${condition}
    GROUP BY GROUPING SETS ((e.severity), (e.stage), (e.category), (e.revenue_currency))
    ORDER BY e.revenue_currency`;
}
