import type { Principal } from '../../auth/principal.ts';
import { Prisma } from '../../db/client.ts';
import type { EscalationFilterInput } from './escalation.filter.ts';
import { filterSql } from './escalation.filter.ts';

// What the database keeps of all cases: `case_figure`, of which a row is so many cases, and `case_risk`, of
// which a row is an open case. docs/lists.md says how.

/** Cases that came to be at risk, or breached, by time alone: `case_figure` does not have them yet. */
export function passedSince(column: 'risk_at' | 'breach_at', now: Date): Prisma.Sql {
  const at = Prisma.raw(column);
  return Prisma.sql`(SELECT count(*) FROM case_risk
    WHERE ${at} > '-infinity' AND ${at} <= ${now.toISOString()}::timestamptz)`;
}

/** The columns that cases are kept by are those of the same names. */
const KEPT_BY = ['severity', 'category', 'status', 'stage'];

/**
 * The statement that counts the cases that the filter selects by what is kept of them, as `count`; undefined
 * where it takes more than that.
 */
export function keptCount(
  filter: EscalationFilterInput | null | undefined,
  principal: Principal,
  now: Date,
): Prisma.Sql | undefined {
  if (principal.customerIds !== null) return undefined;
  const given = Object.entries(filter ?? {}).flatMap(([name, value]) =>
    value == null ? [] : name,
  );
  if (given.every((name) => KEPT_BY.includes(name))) {
    return Prisma.sql`SELECT coalesce(sum(e.cases), 0)::int AS count FROM case_figure e
      WHERE ${filterSql(filter, principal, now)}`;
  }
  if (given.length > 1 || filter?.atRisk == null) return undefined;
  const atRisk = Prisma.sql`coalesce(sum(e.at_risk), 0) + ${passedSince('risk_at', now)}`;
  const counted = filter.atRisk ? atRisk : Prisma.sql`coalesce(sum(e.cases), 0) - (${atRisk})`;
  return Prisma.sql`SELECT (${counted})::int AS count FROM case_figure e`;
}
