import { audienceOf, labelShown } from '../../auth/partner-view.rules.ts';
import { readEntry } from '../../events/catalogue.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import type { Criterion as CriterionValue } from '../../shared/vocabulary.ts';
import type { QualityCriterion as Judged } from './criteria.rules.ts';
import { qualityCriteria } from './criteria.rules.ts';
import { CRITERIA_ENTRY_TYPES, criteriaFacts } from './criteria-facts.rules.ts';

export const Criterion = enumOf<CriterionValue>(
  'Criterion',
  'What good handling of a case is measured by.',
  {
    ISSUE_UNDERSTOOD: 'The issue was understood.',
    SEVERITY_CLASSIFIED:
      'The severity was classified, at the suggested one or above, or with a rationale.',
    RESPONSE_WITHIN_SLA: 'The customer was answered in time.',
    COMMUNICATED_THROUGHOUT: 'The customer was kept informed in time until the resolution.',
    ROOT_CAUSE_IDENTIFIED: 'The root cause is known.',
    PREVENTION_PLAN_CREATED: 'There is a prevention plan with an owner, a due date and an action.',
  },
);

const QualityCriterion = builder.objectRef<Judged>('QualityCriterion').implement({
  description: 'One thing that good handling of a case is measured by.',
  fields: (t) => ({
    criterion: t.expose('criterion', { type: Criterion, description: 'Which one.' }),
    met: t.exposeBoolean('met', { description: 'Whether the case meets it, as it stands.' }),
    evidence: t.exposeString('evidence', {
      description:
        'Why, as a sentence with the time and the person. Without what the risks suggested for partners.',
    }),
  }),
});

builder.prismaObjectField('Escalation', 'qualityCriteria', (t) =>
  t.field({
    type: [QualityCriterion],
    description: 'The six criteria, in order, judged as the case stands.',
    select: {
      resolvedAt: true,
      classifiedAt: true,
      classifiedSeverity: true,
      suggestedSeverity: true,
      classificationReason: true,
      rootCauseAt: true,
      steps: { select: { step: true, state: true, at: true } },
      // Sorted as `Escalation.sla` sorts its clocks, so that both are read in one statement.
      clocks: {
        select: {
          kind: true,
          cycle: true,
          state: true,
          dueAt: true,
          metAt: true,
          breachedAt: true,
        },
        orderBy: { kind: 'asc' },
      },
      plan: {
        select: {
          owner: { select: { name: true } },
          dueDate: true,
          _count: { select: { actions: true } },
        },
      },
      log: {
        where: { type: { in: CRITERIA_ENTRY_TYPES } },
        orderBy: { id: 'asc' },
        select: { type: true, at: true, actorLabel: true, data: true },
      },
    },
    resolve: (row, _args, { clock, principal }) => {
      const audience = audienceOf(principal);
      const log = row.log.map(({ at, actorLabel, ...entry }) => ({
        ...readEntry(entry),
        at,
        actorLabel: labelShown(audience, actorLabel),
      }));
      return qualityCriteria(criteriaFacts({ ...row, log }, clock.now()), audience);
    },
  }),
);
