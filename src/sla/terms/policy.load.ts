import { Prisma } from '../../db/client.ts';
import { columnsSql, fieldsBut } from '../../db/rows/read.sql.ts';
import type { Rows } from '../../db/rows/tables.ts';
import type { Queryable } from '../../db/transaction.ts';
import type { CustomerTier, Severity } from '../../shared/vocabulary.ts';
import { SEVERITIES } from '../../shared/vocabulary.ts';
import type { PolicySnapshot } from '../clock/clock.rules.ts';
import { loadWorkingTimes } from './working-time.load.ts';

/** A customer with its tier, which decides the policies in force. */
export interface CustomerOfTier {
  id: string;
  tier: CustomerTier;
}

/**
 * The policy in force for each severity: the customer's own, else that of its tier, else the default.
 * Their working times are loaded. One statement, and one more when a calendar is not loaded yet.
 *
 * @throws Error when a severity has no policy; migrations bring a default for each.
 */
export function policiesFor(
  queryable: Queryable,
  { id, tier }: CustomerOfTier,
): Promise<Record<Severity, PolicySnapshot>> {
  return policiesOf(queryable, Prisma.sql`${id}::uuid`, Prisma.sql`${tier}::"CustomerTier"`);
}

/**
 * Like {@link policiesFor} for a customer whose row nobody has read yet.
 *
 * @param rest what follows `FROM customer` to find it. Without such a customer the defaults are in force.
 */
export function policiesOfFound(
  queryable: Queryable,
  rest: Prisma.Sql,
): Promise<Record<Severity, PolicySnapshot>> {
  return policiesOf(
    queryable,
    Prisma.sql`(SELECT id FROM customer ${rest})`,
    Prisma.sql`(SELECT tier FROM customer ${rest})`,
  );
}

async function policiesOf(
  queryable: Queryable,
  id: Prisma.Sql,
  tier: Prisma.Sql,
): Promise<Record<Severity, PolicySnapshot>> {
  const rows = await queryable.$queryRaw<PolicyRow[]>`
    SELECT ${COLUMNS}, c.version AS "calendarVersion"
    FROM sla_policy p LEFT JOIN business_calendar c ON c.id = p.calendar_id
    WHERE p.retired_at IS NULL
      AND (p.customer_id = ${id} OR p.customer_id IS NULL AND (p.tier = ${tier} OR p.tier IS NULL))
    ORDER BY p.id`;
  const inForce = SEVERITIES.map((severity) => {
    const candidates = rows.filter((row) => row.severity === severity);
    const policy =
      candidates.find(({ customerId }) => customerId !== null) ??
      candidates.find(({ tier: own }) => own !== null) ??
      candidates[0];
    if (policy === undefined) throw new Error(`There is no policy for ${severity}`);
    return [severity, toSnapshot(policy)] as const;
  });
  await loadWorkingTimes(
    queryable,
    inForce.map(([, snapshot]) => snapshot),
  );
  return Object.fromEntries(inForce) as Record<Severity, PolicySnapshot>;
}

const FIELDS = fieldsBut('slaPolicy', 'retiredAt');
const COLUMNS = columnsSql('slaPolicy', FIELDS, 'p');

type PolicyRow = Pick<Rows['slaPolicy'], (typeof FIELDS)[number]> & {
  calendarVersion: number | null;
};

function toSnapshot(row: PolicyRow): PolicySnapshot {
  return {
    policyId: row.id,
    version: row.version,
    responseTargetMs: Number(row.responseTargetMs),
    updateIntervalMs: Number(row.updateIntervalMs),
    resolutionTargetMs: row.resolutionTargetMs === null ? null : Number(row.resolutionTargetMs),
    warnAt: row.warnAt,
    ownerLevel: row.ownerLevel,
    calendarId: row.calendarId,
    calendarVersion: row.calendarVersion,
    repeatEveryMs: row.repeatEveryMs === null ? null : Number(row.repeatEveryMs),
  };
}

/** Defaults first, then policies of tiers, then of customers; within each the most severe first. */
export const POLICY_ORDER: Prisma.SlaPolicyOrderByWithRelationInput[] = [
  { customerId: { sort: 'asc', nulls: 'first' } },
  { tier: { sort: 'asc', nulls: 'first' } },
  { severity: 'asc' },
  { id: 'asc' },
];
