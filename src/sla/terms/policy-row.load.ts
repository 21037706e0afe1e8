import type { Prisma } from '../../db/client.ts';
import type { SlaPolicy } from '../../db/generated/client/client.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Fields } from '../../events/changes.ts';
import { fieldsOf } from '../../events/changes.ts';
import type { PolicyLengths } from './policy-terms.rules.ts';

const WITH_CUSTOMER = { customer: { select: { name: true } } } satisfies Prisma.SlaPolicyInclude;

/** A policy with the name of its customer, and its lengths in milliseconds. */
export type PolicyRow = Prisma.SlaPolicyGetPayload<{ include: typeof WITH_CUSTOMER }> & {
  lengths: PolicyLengths;
};

export async function readPolicy(tx: Tx, id: string): Promise<PolicyRow> {
  return toPolicy(await tx.slaPolicy.findUniqueOrThrow({ where: { id }, include: WITH_CUSTOMER }));
}

/** The policies in force that count time by a calendar. */
export async function policiesUsing(tx: Tx, calendarId: string): Promise<PolicyRow[]> {
  const rows = await tx.slaPolicy.findMany({
    where: { calendarId, retiredAt: null },
    include: WITH_CUSTOMER,
    orderBy: [{ severity: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toPolicy);
}

function toPolicy(row: Omit<PolicyRow, 'lengths'>): PolicyRow {
  return { ...row, lengths: lengthsOf(row) };
}

type LengthColumns =
  | 'responseTargetMs'
  | 'updateIntervalMs'
  | 'resolutionTargetMs'
  | 'repeatEveryMs';

export function lengthsOf(row: Pick<SlaPolicy, LengthColumns>): PolicyLengths {
  const { responseTargetMs, updateIntervalMs, resolutionTargetMs, repeatEveryMs } = row;
  return {
    responseTarget: Number(responseTargetMs),
    updateInterval: Number(updateIntervalMs),
    resolutionTarget: resolutionTargetMs === null ? null : Number(resolutionTargetMs),
    repeatEvery: repeatEveryMs === null ? null : Number(repeatEveryMs),
  };
}

/** The name of a policy for people: "HIGH of Harbour Retail", "HIGH of ENTERPRISE", "HIGH by default". */
export function policyName({
  severity,
  tier,
  customer,
}: Pick<PolicyRow, 'severity' | 'tier' | 'customer'>): string {
  const holder = customer?.name ?? tier;
  return holder === null ? `${severity} by default` : `${severity} of ${holder}`;
}

/** A policy as flat fields, from which `changes` of desk entries are taken and to which they must fold. */
export function policyFields(row: Omit<SlaPolicy, 'id' | 'version'>): Fields {
  const { severity, tier, customerId, ownerLevel, warnAt, calendarId, retiredAt } = row;
  const { responseTargetMs, updateIntervalMs, resolutionTargetMs, repeatEveryMs } = row;
  return fieldsOf([
    [
      '',
      {
        ...{ severity, tier, customerId, ownerLevel, responseTargetMs, updateIntervalMs },
        ...{ resolutionTargetMs, warnAt, calendarId, repeatEveryMs, retiredAt },
      },
    ],
  ]);
}
