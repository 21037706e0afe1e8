import { RiskLevel } from '../../customer/churn.schema.ts';
import { Money } from '../../customer/money.schema.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import { MAX_TEXT } from '../../graphql/limits/limits.ts';
import type { RootCauseCategory as RootCauseCategoryValue } from '../../shared/vocabulary.ts';
import { isClockOverdue } from '../../sla/clock/stored-clock.rules.ts';
import { Severity } from '../../sla/terms/policy.schema.ts';
import { Category } from './category.schema.ts';
import { known, moneyOf } from './columns.ts';

export const RootCauseCategory = enumOf<RootCauseCategoryValue>(
  'RootCauseCategory',
  'Where the root cause lies.',
  {
    PRODUCT: 'In what the vendor sells.',
    PROCESS: 'In how the vendor works.',
    PEOPLE: 'In what somebody did or did not know.',
    EXTERNAL: 'Outside the vendor.',
  },
);

/** The impact, the risks and the root cause, as views of the case's own row. */
export const Impact = builder.prismaObject('Escalation', {
  variant: 'Impact',
  description: 'What the trouble costs.',
  select: { id: true },
  fields: (t) => ({
    businessImpact: t.exposeString('businessImpact', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'What the customer cannot do; null until it was assessed.',
    }),
    revenueAtRisk: t.field({
      type: Money,
      nullable: true,
      description:
        'What the vendor may lose, by `assessImpact` or `classifyEscalation`, the last of which holds. Null when neither said.',
      select: { revenueAtRisk: true, revenueCurrency: true },
      resolve: (row) => moneyOf(row.revenueAtRisk, row.revenueCurrency),
    }),
    usersAffected: t.exposeInt('usersAffected', {
      nullable: true,
      description: 'How many people are hit; null until it was assessed.',
    }),
    slaBreach: t.boolean({
      description:
        'A promised time has passed unkept, or was kept too late. Stays true, unless it turns out that the time was kept after all.',
      select: { slaBreach: true, clocks: CLOCKS },
      resolve: ({ slaBreach, clocks }, _args, { clock }) =>
        // A breach is written to the log a moment after it happens; readers need not wait for that.
        slaBreach || clocks.some((one) => isClockOverdue(one, clock.now())),
    }),
  }),
});

/** Sorted as `Escalation.sla` sorts its clocks, so that both are read in one statement. */
const CLOCKS = {
  select: { kind: true, cycle: true, state: true, dueAt: true },
  orderBy: { kind: 'asc' },
} as const;

export const Classification = builder.prismaObject('Escalation', {
  variant: 'Classification',
  description:
    'Why this severity: what each risk says, and the severity that the rules suggest. As it was decided then; the case may have moved on.',
  select: { id: true, classifiedAt: true },
  fields: (t) => ({
    severity: t.field({
      type: Severity,
      description: 'The severity that was chosen.',
      select: { classifiedSeverity: true },
      resolve: (row) => known(row.classifiedSeverity),
    }),
    suggestedSeverity: t.field({
      type: Severity,
      description:
        'The highest of the four: tier impact, revenue at risk as a share of ARR, reputation risk, legal risk.',
      select: { suggestedSeverity: true },
      resolve: (row) => known(row.suggestedSeverity),
    }),
    category: t.field({
      type: Category,
      description: 'The category that was chosen.',
      select: { classifiedCategory: true },
      resolve: (row) => known(row.classifiedCategory),
    }),
    tierImpact: t.field({
      type: RiskLevel,
      description: "What the customer's tier says, or what was given in its place.",
      select: { tierImpact: true },
      resolve: (row) => known(row.tierImpact),
    }),
    revenueAtRisk: t.field({
      type: Money,
      nullable: true,
      description: 'What was at risk in the judgement; null when nothing was said about it.',
      select: { classifiedRevenue: true, classifiedCurrency: true },
      resolve: (row) => moneyOf(row.classifiedRevenue, row.classifiedCurrency),
    }),
    reputationRisk: t.field({
      type: RiskLevel,
      description: 'The risk to the reputation.',
      select: { reputationRisk: true },
      resolve: (row) => known(row.reputationRisk),
    }),
    legalRisk: t.field({
      type: RiskLevel,
      description: 'The legal risk.',
      select: { legalRisk: true },
      resolve: (row) => known(row.legalRisk),
    }),
    rationale: t.exposeString('classificationReason', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'Why; never null when the severity is lower than suggested.',
    }),
    classifiedAt: t.field({
      type: 'DateTime',
      description: 'When it was classified last.',
      resolve: (row) => known(row.classifiedAt),
    }),
    classifiedBy: t.relation('classifiedBy', {
      nullable: true,
      description: 'The person who did it; null when it was an API key.',
    }),
  }),
});

export const RootCause = builder.prismaObject('Escalation', {
  variant: 'RootCause',
  description: 'Why it happened.',
  select: { id: true, rootCauseAt: true },
  fields: (t) => ({
    category: t.field({
      type: RootCauseCategory,
      description: 'Where the cause lies.',
      select: { rootCauseCategory: true },
      resolve: (row) => known(row.rootCauseCategory),
    }),
    description: t.string({
      price: { holds: MAX_TEXT },
      description: 'The cause.',
      select: { rootCause: true },
      resolve: (row) => known(row.rootCause),
    }),
    contributingFactors: t.exposeStringList('contributingFactors', {
      description: 'What made it possible or worse.',
    }),
    identifiedAt: t.field({
      type: 'DateTime',
      description: 'When it was identified last.',
      select: { rootCauseAt: true },
      resolve: (row) => known(row.rootCauseAt),
    }),
    identifiedBy: t.relation('rootCauseBy', {
      nullable: true,
      description: 'The person who did it; null when it was an API key.',
    }),
  }),
});

builder.prismaObjectFields('Escalation', (t) => ({
  impact: t.variant(Impact, { description: 'What the trouble costs, as far as it is known.' }),
  classification: t.variant(Classification, {
    isNull: ({ classifiedAt }) => classifiedAt === null,
    description: 'Why this severity; null until `classifyEscalation`.',
  }),
  rootCause: t.variant(RootCause, {
    isNull: ({ rootCauseAt }) => rootCauseAt === null,
    description: 'Why it happened; null until `identifyRootCause`.',
  }),
}));
