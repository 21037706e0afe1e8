import type { CustomerRef } from '../../customer/customer.load.ts';
import { lockCustomer } from '../../customer/customer.load.ts';
import { lockTiers } from '../../customer/terms.service.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import type { CustomerTier, Severity } from '../../shared/vocabulary.ts';
import { recheckCustomer, recheckTier } from './policy-recheck.service.ts';

/** The holder of a policy: a customer or a tier; with both null it is the default for everybody else. */
export interface PolicyHolder {
  tier: CustomerTier | null;
  customerId: string | null;
}

/**
 * Locks the holder of a policy, so that of two callers who give it one at once the second finds the
 * first's.
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

/** Marks the cases of a holder after a policy was made or retired: another policy is in force for them. */
export async function recheckHolder(
  work: Work,
  { tier, customerId }: PolicyHolder,
  severity: Severity,
): Promise<void> {
  if (customerId !== null) await recheckCustomer(work, customerId, severity);
  else if (tier !== null) await recheckTier(work, tier, severity);
}
