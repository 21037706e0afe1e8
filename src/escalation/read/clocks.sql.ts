import type { Principal } from '../../auth/principal.ts';
import { visibleSql } from '../../auth/visibility.ts';
import { Prisma } from '../../db/client.ts';
import type { Picked } from '../../graphql/paging/picked.sql.ts';
import type { SlaState } from '../../shared/vocabulary.ts';
import { SLA_STATES } from '../../shared/vocabulary.ts';
import { amongWords, instant } from './conditions.sql.ts';

/**
 * Condition that a clock `clock` has passed its due time although no breach is written yet. UPDATE's
 * first cycle never breaches: until the first response the RESPONSE clock counts instead.
 */
export function isOverdue(now: Date): Prisma.Sql {
  return Prisma.sql`(clock.state = 'RUNNING' AND clock.due_at <= ${instant(now)} AND ${IS_HEARD})`;
}
const IS_HEARD = Prisma.sql`NOT (clock.kind = 'UPDATE' AND clock.cycle = 1)`;

/**
 * The cases `e` of which a clock is in one of the states. What is overdue is breached: said beside the
 * states as they are stored, not instead of them, so that clocks of few states come from an index.
 */
export function slaStatePicks(
  states: readonly SlaState[] | null | undefined,
  principal: Principal,
  now: Date,
): Picked | undefined {
  if (states == null) return undefined;
  const stored = amongWords(Prisma.sql`clock.state`, SLA_STATES, states);
  const [running, breached] = [states.includes('RUNNING'), states.includes('BREACHED')];
  const isIn = () => {
    if (running === breached) return stored;
    return breached
      ? Prisma.sql`(${stored} OR ${isOverdue(now)})`
      : Prisma.sql`${stored} AND NOT ${isOverdue(now)}`;
  };
  return {
    keys: Prisma.sql`SELECT clock.escalation_id FROM sla_clock clock
      WHERE ${visibleSql(principal, Prisma.sql`clock.customer_id`)} AND ${isIn()}`,
    holds: (id) => Prisma.sql`(SELECT TRUE FROM sla_clock clock
      WHERE clock.escalation_id = ${id} AND ${isIn()} LIMIT 1)`,
  };
}

/** Condition on `case_risk risk`, which open cases have, that the case is at risk, as the filter's description defines it. */
export function isAtRisk(now: Date): Prisma.Sql {
  return Prisma.sql`risk.risk_at <= ${instant(now)}`;
}

/** Condition on `case_risk risk` that the open case has a breach on record or a clock past its due time. */
export function isBreached(now: Date): Prisma.Sql {
  return Prisma.sql`risk.breach_at <= ${instant(now)}`;
}

/** The cases `e`, all of them open, that are at risk. */
export function riskPicks(principal: Principal, now: Date): Picked {
  return {
    keys: Prisma.sql`SELECT risk.escalation_id FROM case_risk risk
      WHERE ${visibleSql(principal, Prisma.sql`risk.customer_id`)} AND ${isAtRisk(now)}`,
    holds: (id) =>
      Prisma.sql`(SELECT ${isAtRisk(now)} FROM case_risk risk WHERE risk.escalation_id = ${id})`,
  };
}

/** Condition that the case `e` is not at risk, as most are not. */
export function isNotAtRisk(now: Date): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT FROM case_risk risk WHERE risk.escalation_id = e.id AND ${isAtRisk(now)})`;
}
