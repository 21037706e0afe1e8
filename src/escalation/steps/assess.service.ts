import type { Work } from '../../events/work.ts';
import type { RootCauseCategory } from '../../shared/vocabulary.ts';
import { addEntry, markDone } from '../case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../case/escalation.change.ts';
import { changeCase } from '../case/escalation.change.ts';
import type { GivenMoney } from './money.rules.ts';
import { inCustomersCurrency } from './money.rules.ts';

export function recordUnderstanding(
  work: Work,
  input: CaseInput & { understanding: string },
): Promise<CaseChange> {
  return changeCase(work, 'recordUnderstanding', input, (draft) => {
    draft.row.understanding = input.understanding;
    markDone(draft, 'UNDERSTAND_ISSUE');
    addEntry(draft, 'ISSUE_UNDERSTOOD', {}, 'Issue understood');
  });
}

export function reviewHistory(
  work: Work,
  input: CaseInput & { findings: string },
): Promise<CaseChange> {
  return changeCase(work, 'reviewHistory', input, (draft) => {
    draft.row.historyFindings = input.findings;
    markDone(draft, 'REVIEW_HISTORY');
    addEntry(draft, 'HISTORY_REVIEWED', {}, 'History reviewed');
  });
}

export function identifyRootCause(
  work: Work,
  input: CaseInput & {
    category: RootCauseCategory;
    description: string;
    contributingFactors: string[];
  },
): Promise<CaseChange> {
  return changeCase(work, 'identifyRootCause', input, (draft) => {
    draft.row.rootCauseCategory = input.category;
    draft.row.rootCause = input.description;
    draft.row.contributingFactors = input.contributingFactors;
    draft.row.rootCauseAt = draft.now;
    draft.row.rootCauseById = draft.actor.userId;
    markDone(draft, 'IDENTIFY_ROOT_CAUSE');
    addEntry(draft, 'ROOT_CAUSE_IDENTIFIED', {}, 'Root cause identified');
  });
}

export function assessImpact(
  work: Work,
  input: CaseInput & {
    businessImpact: string;
    usersAffected: number;
    revenueAtRisk?: GivenMoney | undefined;
  },
): Promise<CaseChange> {
  return changeCase(work, 'assessImpact', input, (draft) => {
    draft.row.businessImpact = input.businessImpact;
    draft.row.usersAffected = input.usersAffected;
    if (input.revenueAtRisk !== undefined) {
      const { amount, currency } = inCustomersCurrency(input.revenueAtRisk, draft.customer, [
        'revenueAtRisk',
      ]);
      draft.row.revenueAtRisk = amount;
      draft.row.revenueCurrency = currency;
    }
    markDone(draft, 'ASSESS_BUSINESS_IMPACT');
    addEntry(draft, 'IMPACT_ASSESSED', {}, 'Business impact assessed');
  });
}
