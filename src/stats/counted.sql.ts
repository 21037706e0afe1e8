import { Prisma } from '../db/client.ts';
import { isAtRisk, isBreached, isOverdue } from '../escalation/read/clocks.sql.ts';
import { IS_OPEN } from '../escalation/read/escalation.filter.ts';
import type { GroupFigure, SingleFigure } from './figures.ts';
import { GROUP_COLUMNS } from './figures.ts';

// Figures of the cases that a condition over `escalation e` selects, counted anew: of open cases as far as
// they are what is open, and of cases that have what the figure is of.

/** Condition that the response clock `clock` was met or late. A breach outlasts the case's cancellation. */
export function responseEndedSql(now: Date): Prisma.Sql {
  return Prisma.sql`(clock.met_at IS NOT NULL OR clock.breached_at IS NOT NULL OR ${isOverdue(now)})`;
}

/** Condition that the response clock `clock` was late. */
export function responseLateSql(now: Date): Prisma.Sql {
  return Prisma.sql`(clock.breached_at IS NOT NULL OR ${isOverdue(now)})`;
}

type Expressions = Partial<Record<SingleFigure, Prisma.Sql>>;

/** The figures by the rows that they are taken from. */
function sources(now: Date): { from: Prisma.Sql; figures: Expressions }[] {
  return [
    {
      from: Prisma.sql`escalation e WHERE ${IS_OPEN}`,
      figures: {
        open: Prisma.sql`count(*)::int`,
        waitingOnCustomer: Prisma.sql`(count(*) FILTER (WHERE e.status = 'WAITING_ON_CUSTOMER'))::int`,
      },
    },
    {
      from: Prisma.sql`escalation e JOIN case_risk risk ON risk.escalation_id = e.id WHERE ${IS_OPEN}`,
      figures: {
        atRisk: Prisma.sql`(count(*) FILTER (WHERE ${isAtRisk(now)}))::int`,
        breached: Prisma.sql`(count(*) FILTER (WHERE ${isBreached(now)}))::int`,
      },
    },
    {
      from: Prisma.sql`escalation e JOIN sla_clock clock ON clock.escalation_id = e.id
        WHERE clock.kind = 'RESPONSE' AND ${responseEndedSql(now)}`,
      figures: {
        responseWithinSla: Prisma.sql`avg(CASE WHEN ${responseLateSql(now)} THEN 0 ELSE 1 END)::float8`,
      },
    },
    {
      from: Prisma.sql`escalation e WHERE e.resolved_at IS NOT NULL`,
      figures: {
        medianTimeToResolveMs: Prisma.sql`percentile_cont(0.5)
          WITHIN GROUP (ORDER BY extract(epoch FROM e.resolved_at - e.opened_at))`,
      },
    },
    {
      from: Prisma.sql`escalation e WHERE e.satisfaction_rating IS NOT NULL`,
      figures: { averageSatisfaction: Prisma.sql`avg(e.satisfaction_rating)::float8` },
    },
  ];
}

/** One row with a column for each figure. */
export function countedStatement(
  names: readonly SingleFigure[],
  condition: Prisma.Sql,
  now: Date,
): Prisma.Sql {
  const parts = sources(now).flatMap(({ from, figures }, place) => {
    const columns = names.flatMap((name) => {
      const sql = figures[name];
      return sql === undefined ? [] : [Prisma.sql`${sql} AS ${Prisma.raw(`"${name}"`)}`];
    });
    if (columns.length === 0) return [];
    const alias = Prisma.raw(`s${place}`);
    return [Prisma.sql`(SELECT ${Prisma.join(columns)} FROM ${from} AND ${condition}) AS ${alias}`];
  });
  return Prisma.sql`SELECT * FROM ${Prisma.join(parts)}`;
}

/** A row for each value of each group. */
export function countedGroups(names: readonly GroupFigure[], condition: Prisma.Sql): Prisma.Sql {
  const columns = names.map((name) => Prisma.raw(COLUMNS[name]));
  const selected = names.map(
    (name) => Prisma.sql`${Prisma.raw(COLUMNS[name])} AS ${Prisma.raw(GROUP_COLUMNS[name])}`,
  );
  const sets = columns.map((column) => Prisma.sql`(${column})`);
  return Prisma.sql`
    SELECT ${Prisma.join(selected)}, count(*)::int AS count, sum(e.revenue_at_risk)::text AS amount
    FROM escalation e
    WHERE ${IS_OPEN} AND ${condition} GROUP BY GROUPING SETS (${Prisma.join(sets)})`;
}

const COLUMNS: Readonly<Record<GroupFigure, string>> = {
  bySeverity: 'e.severity',
  byStage: 'e.stage',
  byCategory: 'e.category',
  revenueAtRisk: 'e.revenue_currency',
};
