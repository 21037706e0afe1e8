import { diffFields } from '../../events/changes.ts';
import { recordDesk } from '../../events/desk-entry.ts';
import type { Work } from '../../events/work.ts';
import { newId } from '../../shared/ids.ts';
import type { Severity } from '../../shared/vocabulary.ts';
import type { PolicyHolder } from './policy-holder.service.ts';
import type { PolicyTerms } from './policy-input.load.ts';
import type { PolicyRow } from './policy-row.load.ts';
import { policyFields, policyName, readPolicy } from './policy-row.load.ts';

export interface PolicyChange {
  policyId: string;
  eventIds: bigint[];
}

/** Makes a policy. Its holder must be locked. */
export async function makePolicy(
  work: Work,
  data: PolicyTerms & PolicyHolder & { severity: Severity },
): Promise<PolicyChange> {
  const policyId = newId();
  await work.tx.slaPolicy.create({ data: { id: policyId, ...data } });
  const after = await readPolicy(work.tx, policyId);
  return { policyId, eventIds: await record(work, null, after, 'added') };
}

/** Makes the next version of a policy whose row is locked, unless nothing differs. */
export async function changePolicy(
  work: Work,
  before: PolicyRow,
  moves: Partial<PolicyTerms & Pick<PolicyRow, 'retiredAt'>>,
): Promise<PolicyChange> {
  const { id: policyId, version } = before;
  const verb = moves.retiredAt == null ? 'changed' : 'retired';
  const eventIds = await record(work, before, { ...before, ...moves }, verb);
  if (eventIds.length > 0) {
    await work.tx.slaPolicy.update({
      where: { id: policyId },
      data: { ...moves, version: version + 1 },
    });
  }
  return { policyId, eventIds };
}

function record(
  work: Work,
  before: PolicyRow | null,
  after: PolicyRow,
  verb: string,
): Promise<bigint[]> {
  const from = before === null ? new Map() : policyFields(before);
  return recordDesk(work, {
    deskType: 'POLICY_CHANGED',
    subjectType: 'SlaPolicy',
    subjectId: after.id,
    customerId: after.customerId,
    summary: `Policy ${policyName(after)} ${verb}`,
    changes: diffFields(from, policyFields(after)),
    data: {},
  });
}
