import type { CustomerRef } from '../../customer/customer.load.ts';
import { lockCustomer } from '../../customer/customer.load.ts';
import { lockTiers } from '../../customer/terms.service.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import type { CustomerTier, Severity } from '../../shared/vocabulary.ts';
import { recheckCustomer, recheckTier } from './policy-recheck.service.ts';

/** Whom a policy is for: a customer, a tier, or with both null everybody else. */
export interface PolicyHolder {
  tier: CustomerTier | null;
  customerId: string | null;
}

/**
 * Locks whom a policy is for, so that of two who give it one at once the second finds the first's.
 *
 * @throws Refusal INVALID for a tier and a customer, NOT_FOUND for a customer that is not visible.
 */
export async function lockNamedHolder(
  work: Work,
  { tier, customer }: { tier?: CustomerTier | undefined; customer?: CustomerRef | undefined },
): Promise<PolicyHolder> {
  if (customer === undefined) return lockHolder(work, { tier: tier ?? null, customerId: null });
  if (tier !== undefined) {
    throw refuse('INVALID', 'A policy is for a tier or for a customer: give one of them.', [
      'customer',
    ]);
  }
  const { id } = await lockCustomer(work, customer, ['customer']);
  return { tier: null, customerId: id };
}

export async function lockHolder(work: Work, holder: PolicyHolder): Promise<PolicyHolder> {
  if (holder.customerId !== null) await lockCustomer(work, { id: holder.customerId }, []);
  else if (holder.tier !== null) await lockTiers(work.tx);
  return holder;
}

/** After a policy was made or retired: another one is in force for the cases of its holder. */
export async function recheckHolder(
  work: Work,
  { tier, customerId }: PolicyHolder,
  severity: Severity,
): Promise<void> {
  if (customerId !== null) await recheckCustomer(work, customerId, severity);
  else if (tier !== null) await recheckTier(work, tier, severity);
}
