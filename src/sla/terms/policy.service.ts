import { visiblePolicies } from '../../auth/visibility.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import { checkVersion } from '../../shared/version.ts';
import type { Severity } from '../../shared/vocabulary.ts';
import type { PolicyChange } from './policy-change.service.ts';
import { changePolicy, makePolicy } from './policy-change.service.ts';
import type { PolicyHolder } from './policy-holder.service.ts';
import { lockHolder, lockNamedHolder, recheckHolder } from './policy-holder.service.ts';
import type { UpsertSlaPolicy } from './policy-input.load.ts';
import { readTerms } from './policy-input.load.ts';
import type { PolicyRow } from './policy-row.load.ts';
import { readPolicy } from './policy-row.load.ts';

/**
 * Makes the policy of a severity for a tier, a customer or everybody else, or changes the one in force.
 * Cases that come under another policy are looked at again; a new version of the same policy leaves
 * running clocks alone.
 *
 * @throws Refusal INVALID for terms that no clock could keep, STALE_VERSION, NOT_FOUND.
 */
export async function upsertSlaPolicy(work: Work, input: UpsertSlaPolicy): Promise<PolicyChange> {
  const { severity, expectedVersion } = input;
  const holder = await lockNamedHolder(work, input);
  const before = await lockInForce(work, severity, holder);
  checkVersion('The policy', before?.version, expectedVersion);
  const terms = await readTerms(work.tx, input, before);
  if (before !== null) return changePolicy(work, before, terms);
  const change = await makePolicy(work, { severity, ...holder, ...terms });
  await recheckHolder(work, holder, severity);
  return change;
}

/**
 * Takes the policy of a tier or a customer out of force. Retiring it again is no error and changes
 * nothing.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE for a default.
 */
export async function retireSlaPolicy(
  work: Work,
  { policyId, expectedVersion }: { policyId: string; expectedVersion?: number | undefined },
): Promise<PolicyChange> {
  const { severity, ...holder } = await findHolder(work, policyId);
  if (holder.tier === null && holder.customerId === null) {
    throw refuse(
      'WRONG_STATE',
      `The default policy for ${severity} cannot be retired: change it with upsertSlaPolicy.`,
      ['policyId'],
    );
  }
  await lockHolder(work, holder);
  await work.tx.$queryRaw`SELECT id FROM sla_policy WHERE id = ${policyId}::uuid FOR NO KEY UPDATE`;
  const before = await readPolicy(work.tx, policyId);
  checkVersion('The policy', before.version, expectedVersion);
  if (before.retiredAt !== null) return { policyId, eventIds: [] };
  const change = await changePolicy(work, before, { retiredAt: work.now });
  await recheckHolder(work, holder, severity);
  return change;
}

/** The holder and severity of a policy, which are the same in all its versions. */
async function findHolder(
  work: Work,
  policyId: string,
): Promise<PolicyHolder & { severity: Severity }> {
  const found = await work.tx.slaPolicy.findUnique({
    where: { ...visiblePolicies(work), id: policyId },
    select: { severity: true, tier: true, customerId: true },
  });
  if (found !== null) return found;
  throw refuse('NOT_FOUND', 'There is no SLA policy with this id.', ['policyId']);
}

/** The policy in force for exactly this holder, with its row locked; null where there is none. */
async function lockInForce(
  { tx }: Work,
  severity: Severity,
  { tier, customerId }: PolicyHolder,
): Promise<PolicyRow | null> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM sla_policy
    WHERE severity = ${severity}::"Severity" AND retired_at IS NULL
      AND tier IS NOT DISTINCT FROM ${tier}::"CustomerTier"
      AND customer_id IS NOT DISTINCT FROM ${customerId}::uuid
    FOR NO KEY UPDATE`;
  return found === undefined ? null : readPolicy(tx, found.id);
}
