import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import type { Category, RiskLevel, Severity } from '../../shared/vocabulary.ts';
import { STEPS } from '../../shared/vocabulary.ts';
import type { PolicySnapshot } from '../../sla/clock/clock.rules.ts';
import { policiesFor } from '../../sla/terms/policy.load.ts';
import { neededLevel } from '../case/clock-rows.draft.ts';
import { addEntry, markDone, words } from '../case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../case/escalation.change.ts';
import { changeCase } from '../case/escalation.change.ts';
import type { Draft } from '../case/escalation.draft.ts';
import { stageOf } from '../case/process.rules.ts';
import { needsRationale, suggestSeverity } from './classification.rules.ts';
import type { GivenMoney } from './money.rules.ts';
import { inCustomersCurrency } from './money.rules.ts';

export interface Classify extends CaseInput {
  severity?: Severity | undefined;
  category: Category;
  tierImpact?: RiskLevel | undefined;
  revenueAtRisk?: GivenMoney | undefined;
  reputationRisk: RiskLevel;
  legalRisk: RiskLevel;
  rationale?: string | undefined;
}

export function classifyEscalation(work: Work, input: Classify): Promise<CaseChange> {
  return changeCase(work, 'classifyEscalation', input, async (draft) => {
    const policies = await policiesFor(work.tx, draft.customer);
    classify(draft, input, policies);
  });
}

function classify(
  draft: Draft,
  input: Classify,
  policies: Readonly<Record<Severity, PolicySnapshot>>,
): void {
  const { row, customer } = draft;
  const revenueAtRisk =
    input.revenueAtRisk === undefined
      ? knownRevenueAtRisk(draft)
      : inCustomersCurrency(input.revenueAtRisk, customer, ['revenueAtRisk']);
  const suggested = suggestSeverity({
    tier: customer.tier,
    arr: customer.arr,
    tierImpact: input.tierImpact,
    revenueAtRisk,
    reputationRisk: input.reputationRisk,
    legalRisk: input.legalRisk,
  });
  const severity = input.severity ?? suggested.severity;
  if (needsRationale(severity, suggested.severity) && input.rationale === undefined) {
    throw refuse(
      'INVALID',
      `The risks suggest ${suggested.severity}: say why it is only ${severity}.`,
      ['rationale'],
    );
  }
  row.category = input.category;
  row.classifiedSeverity = severity;
  row.suggestedSeverity = suggested.severity;
  row.classifiedCategory = input.category;
  row.tierImpact = suggested.tierImpact;
  row.classifiedRevenue = revenueAtRisk?.amount ?? null;
  row.classifiedCurrency = revenueAtRisk?.currency ?? null;
  row.revenueAtRisk = row.classifiedRevenue;
  row.revenueCurrency = row.classifiedCurrency;
  row.reputationRisk = input.reputationRisk;
  row.legalRisk = input.legalRisk;
  row.classificationReason = input.rationale ?? null;
  row.classifiedAt = draft.now;
  row.classifiedById = draft.actor.userId;
  for (const step of STEPS.filter((one) => stageOf(one) === 'CLASSIFY')) markDone(draft, step);
  addEntry(
    draft,
    'ESCALATION_CLASSIFIED',
    {},
    `Classified as ${words(severity)}, ${words(input.category)}`,
  );
  moveSeverity(draft, severity, policies[severity], input.rationale ?? null);
}

/** The revenue at risk from `assessImpact` or an earlier classification. It stands until another is given. */
function knownRevenueAtRisk({ row, customer }: Draft) {
  return row.revenueAtRisk === null
    ? null
    : { amount: row.revenueAtRisk, currency: row.revenueCurrency ?? customer.arr.currency };
}

export function changeSeverity(
  work: Work,
  input: CaseInput & { severity: Severity; reason: string },
): Promise<CaseChange> {
  return changeCase(work, 'changeSeverity', input, async (draft) => {
    if (draft.row.severity === input.severity) {
      throw refuse('INVALID', `The severity is ${input.severity} already.`, ['severity']);
    }
    const policies = await policiesFor(work.tx, draft.customer);
    moveSeverity(draft, input.severity, policies[input.severity], input.reason);
  });
}

/** Changes the severity. Clocks keep their elapsed time and go on under the policy of the new severity. */
function moveSeverity(
  draft: Draft,
  severity: Severity,
  policy: PolicySnapshot,
  reason: string | null,
): void {
  const from = draft.row.severity;
  if (from === severity) return;
  draft.row.severity = severity;
  draft.row.ownerLevel = neededLevel(draft, policy);
  addEntry(
    draft,
    'SEVERITY_CHANGED',
    { from, to: severity, reason, policy },
    `Severity changed from ${words(from)} to ${words(severity)}`,
  );
}
