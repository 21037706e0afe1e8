import type { Prisma } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
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
export async function policiesFor(
  tx: Tx,
  customer: CustomerOfTier,
): Promise<Record<Severity, PolicySnapshot>> {
  const rows = await tx.slaPolicy.findMany({
    where: {
      retiredAt: null,
      OR: [
        { customerId: customer.id },
        { customerId: null, tier: customer.tier },
        { customerId: null, tier: null },
      ],
    },
    orderBy: { id: 'asc' },
    include: WITH_CALENDAR,
  });
  const inForce = SEVERITIES.map((severity) => {
    const candidates = rows.filter((row) => row.severity === severity);
    const policy =
      candidates.find(({ customerId }) => customerId !== null) ??
      candidates.find(({ tier }) => tier !== null) ??
      candidates[0];
    if (policy === undefined) throw new Error(`There is no policy for ${severity}`);
    return [severity, toSnapshot(policy)] as const;
  });
  await loadWorkingTimes(
    tx,
    inForce.map(([, snapshot]) => snapshot),
  );
  return Object.fromEntries(inForce) as Record<Severity, PolicySnapshot>;
}

const WITH_CALENDAR = { calendar: { select: { version: true } } } as const;

type PolicyRow = Prisma.SlaPolicyGetPayload<{ include: typeof WITH_CALENDAR }>;

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
    calendarVersion: row.calendar?.version ?? null,
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
