import { RiskLevel } from '../../customer/churn.schema.ts';
import { money } from '../../customer/money.schema.ts';
import { optional } from '../../graphql/inputs/field.ts';
import { enumeration, text } from '../../graphql/inputs/values.ts';
import { defineMutation } from '../../graphql/mutations/mutation.ts';
import { Severity } from '../../sla/terms/policy.schema.ts';
import { Category } from '../read/category.schema.ts';
import { changeSeverity, classifyEscalation } from './classify.service.ts';
import { casePayload, onCase } from './escalation.payload.ts';

defineMutation('classifyEscalation', {
  description:
    'Judges the four risks and sets severity and category. Does the four steps of CLASSIFY. The severity that the rules suggest is the highest of tier impact, revenue at risk as a share of the ARR, reputation risk and legal risk.',
  input: {
    ...onCase,
    severity: optional(
      enumeration(
        Severity,
        'Left out: the suggested one. A lower one than suggested needs a `rationale`.',
      ),
    ),
    category: enumeration(Category, 'What kind of trouble it is.'),
    tierImpact: optional(
      enumeration(
        RiskLevel,
        "How much the customer's tier weighs. Left out: ENTERPRISE high, BUSINESS medium, STARTER low.",
      ),
    ),
    revenueAtRisk: optional(
      money(
        "What the vendor may lose, in the customer's currency; written through to `impact`. Left out: as it was.",
      ),
    ),
    reputationRisk: enumeration(RiskLevel, 'What it may do to the name of either side.'),
    legalRisk: enumeration(RiskLevel, 'What may follow in law or contract.'),
    rationale: optional(text('Why this severity.')),
  },
  payload: casePayload,
  run: classifyEscalation,
});

defineMutation('changeSeverity', {
  description:
    'Raises or lowers the severity. Clocks keep the time they have used and get the targets of the new severity.',
  input: {
    ...onCase,
    severity: enumeration(Severity, 'The new one; the present one is INVALID.'),
    reason: text('Why.'),
  },
  payload: casePayload,
  run: changeSeverity,
});
