import { money } from '../../customer/money.schema.ts';
import { list, optional } from '../../graphql/inputs/field.ts';
import { enumeration, integer, text } from '../../graphql/inputs/values.ts';
import { defineMutation } from '../../graphql/mutations/mutation.ts';
import { RootCauseCategory } from '../read/impact.schema.ts';
import {
  assessImpact,
  identifyRootCause,
  recordUnderstanding,
  reviewHistory,
} from './assess.service.ts';
import { casePayload, onCase } from './escalation.payload.ts';

defineMutation('recordUnderstanding', {
  description:
    'Says what is really wrong. Does the step UNDERSTAND_ISSUE and opens the gate of ASSESS.',
  input: { ...onCase, understanding: text('What is wrong, as the desk understands it.') },
  payload: casePayload,
  run: recordUnderstanding,
});

defineMutation('reviewHistory', {
  description: 'Says what the customer went through before. Does the step REVIEW_HISTORY.',
  input: { ...onCase, findings: text('What the history shows.') },
  payload: casePayload,
  run: reviewHistory,
});

defineMutation('identifyRootCause', {
  description: 'Says why it happened. Does the step IDENTIFY_ROOT_CAUSE.',
  input: {
    ...onCase,
    category: enumeration(RootCauseCategory, 'Where the cause lies.'),
    description: text('The cause.'),
    contributingFactors: list(text('A factor.', 2_000), 'What made it possible or worse.'),
  },
  payload: casePayload,
  run: identifyRootCause,
});

defineMutation('assessImpact', {
  description: 'Says what it costs the customer. Does the step ASSESS_BUSINESS_IMPACT.',
  input: {
    ...onCase,
    businessImpact: text('What the customer cannot do.'),
    usersAffected: integer('How many people are hit.', 0, 2_147_483_647),
    revenueAtRisk: optional(
      money("What the vendor may lose, in the customer's currency. Left out: as it was."),
    ),
  },
  payload: casePayload,
  run: assessImpact,
});
