import { audienceOf, labelShown } from '../../auth/partner-view.rules.ts';
import { readEntry } from '../../events/catalogue.ts';
import { builder } from '../../graphql/builder.ts';
import { Criterion } from '../../graphql/enums.ts';
import type { QualityCriterion as Judged } from './criteria.rules.ts';
import { qualityCriteria } from './criteria.rules.ts';
import { CRITERIA_ENTRY_TYPES, criteriaFacts } from './criteria-facts.rules.ts';

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
      // Sorted as `Escalation.sla` sorts them, so that the two are read together.
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
