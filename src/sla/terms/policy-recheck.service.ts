import { Prisma } from '../../db/client.ts';
import type { Work } from '../../events/work.ts';
import type { CustomerTier, Severity } from '../../shared/vocabulary.ts';

/** Marks the cases of a severity of a tier's customers, since another policy may be in force for them. */
export async function recheckTier(
  work: Work,
  tier: CustomerTier,
  severity: Severity,
): Promise<void> {
  await recheck(work, Prisma.sql`tier = ${tier}::"CustomerTier"`, severity);
}

/** Marks a customer's cases of a severity, or of all severities, since another policy may be in force. */
export async function recheckCustomer(
  work: Work,
  customerId: string,
  severity?: Severity,
): Promise<void> {
  await recheck(work, Prisma.sql`id = ${customerId}::uuid`, severity);
}

/**
 * Marks the cases and makes their clocks due at once; `changeCase` then moves them to the policy in
 * force. A case that is being opened holds its customer FOR SHARE: it comes before, and is marked, or
 * after, and starts with the new policy. Cases of all severities are locked first, so that a case whose
 * severity is being changed by the old policies counts with its new severity.
 */
async function recheck({ tx, now }: Work, customers: Prisma.Sql, severity?: Severity) {
  await tx.$executeRaw`
    SELECT count(*) FROM (
      SELECT id FROM customer WHERE ${customers} ORDER BY id FOR NO KEY UPDATE
    ) AS locked`;
  const theirs = Prisma.sql`customer_id IN (SELECT id FROM customer WHERE ${customers})`;
  await tx.$executeRaw`
    SELECT count(*) FROM (
      SELECT id FROM escalation WHERE ${theirs} AND status <> 'CANCELLED'
      ORDER BY id FOR NO KEY UPDATE
    ) AS locked`;
  const ofSeverity =
    severity === undefined ? Prisma.sql`TRUE` : Prisma.sql`severity = ${severity}::"Severity"`;
  await tx.$executeRaw`
    UPDATE escalation SET policy_recheck = true
    WHERE ${theirs} AND ${ofSeverity} AND status <> 'CANCELLED'`;
  await tx.$executeRaw`
    UPDATE sla_clock SET next_at = ${now}
    WHERE met_at IS NULL AND state <> 'CANCELLED' AND escalation_id IN (
      SELECT id FROM escalation
      WHERE ${theirs} AND ${ofSeverity} AND status IN ('OPEN', 'WAITING_ON_CUSTOMER')
    )`;
}
