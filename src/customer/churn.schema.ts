import DataLoader from 'dataloader';
import { builder } from '../graphql/builder.ts';
import { enumOf } from '../graphql/enum.ts';
import { perRequest } from '../graphql/per-request.ts';
import type { RiskLevel as RiskLevelValue } from '../shared/vocabulary.ts';
import type { CustomerHistory } from './churn.load.ts';
import { loadHistories } from './churn.load.ts';
import type { ChurnCheck as Check, ChurnRisk as Risk } from './churn.rules.ts';
import { churnRisk } from './churn.rules.ts';

export const RiskLevel = enumOf<RiskLevelValue>('RiskLevel', 'How large a risk is.', {
  NONE: 'There is none.',
  LOW: 'Suggests LOW severity.',
  MEDIUM: 'Suggests MEDIUM severity.',
  HIGH: 'Suggests HIGH severity.',
  CRITICAL: 'Suggests CRITICAL severity.',
});

const ChurnCheck = builder.objectRef<Check>('ChurnCheck').implement({
  description: 'One question of the churn-prevention checklist.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'Stable name of the check, such as `health_score`: tell checks apart by it.',
    }),
    label: t.exposeString('label', { description: 'What is checked, for people to read.' }),
    ok: t.exposeBoolean('ok', { description: 'False when it speaks for the customer leaving.' }),
    evidence: t.exposeString('evidence', {
      description: 'What it was judged by: a sentence with figures and references of cases.',
    }),
  }),
});

const ChurnRisk = builder.objectRef<Risk>('ChurnRisk').implement({
  description:
    'The churn-prevention checklist, worked out when asked from what is known about the customer.',
  fields: (t) => ({
    level: t.expose('level', {
      type: RiskLevel,
      description:
        'By the number of checks that fail: none NONE, 1 or 2 LOW, 3 or 4 MEDIUM, 5 or 6 HIGH, more CRITICAL.',
    }),
    score: t.exposeInt('score', { description: 'How many checks fail.' }),
    checks: t.field({
      type: [ChurnCheck],
      description: 'All checks, always the same ones in the same order.',
      resolve: ({ checks }) => checks,
    }),
  }),
});

/** Customers of one list share statements. Not kept: a mutation later in the request can change them. */
const histories = perRequest(
  ({ db, clock }) =>
    new DataLoader<string, CustomerHistory>((ids) => loadHistories(db, ids, clock.now()), {
      cache: false,
    }),
);

builder.prismaObjectField('Customer', 'churnRisk', (t) =>
  t.field({
    type: ChurnRisk,
    price: { reads: 'few' },
    nullable: true,
    description: 'How likely the customer is to leave, as a checklist with evidence.',
    select: { id: true, healthScore: true, lifecycleStage: true },
    resolve: async ({ id, healthScore, lifecycleStage }, _args, context) => {
      const history = await histories(context).load(id);
      return churnRisk({ ...history, healthScore, lifecycleStage }, context.clock.now());
    },
  }),
);
