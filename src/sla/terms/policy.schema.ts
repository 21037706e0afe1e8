import { visiblePolicies } from '../../auth/visibility.ts';
import { CustomerTier } from '../../customer/customer.schema.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import { OwnerLevel } from '../../person/person.schema.ts';
import type { Severity as SeverityValue } from '../../shared/vocabulary.ts';
import { POLICY_ORDER } from './policy.load.ts';
import { DEFAULT_POLICIES } from './policy.rules.ts';

export const Severity = enumOf<SeverityValue>(
  'Severity',
  'How bad it is for the customer; it sets the promised times.',
  {
    CRITICAL: 'Service down, data loss. By default: respond within 1 h, owned by an executive.',
    HIGH: 'A major feature is broken. By default: respond within 4 h, owned by a director or above.',
    MEDIUM:
      'A significant inconvenience. By default: respond within 24 h, owned by a manager or above.',
    LOW: 'A minor issue. By default: respond within 72 h, owned by a team lead or above.',
  },
);

export const SlaPolicy = builder.prismaNode('SlaPolicy', {
  id: { field: 'id', description: 'The id of the policy.' },
  visibleTo: visiblePolicies,
  description:
    "What is promised for cases of a severity. A customer's own policy goes before one of their tier, and that before the default.",
  fields: (t) => ({
    version: t.exposeInt('version', {
      description:
        'Counts the changes, from 1. A clock keeps the version that it started with until the severity or the policy of the case changes.',
    }),
    severity: t.expose('severity', { type: Severity, description: 'For cases of this severity.' }),
    tier: t.expose('tier', {
      type: CustomerTier,
      nullable: true,
      description: 'For customers of this tier; null when it is for one customer or the default.',
    }),
    customer: t.relation('customer', {
      nullable: true,
      description: 'For this customer; null when it is for a tier or the default.',
    }),
    ownerLevel: t.expose('ownerLevel', {
      type: OwnerLevel,
      description: 'The lowest level that may own such a case; one higher for each breached clock.',
    }),
    responseTarget: t.field({
      type: 'Duration',
      description: 'Working time from the opening to the first communication that counts.',
      resolve: ({ responseTargetMs }) => Number(responseTargetMs),
    }),
    updateInterval: t.field({
      type: 'Duration',
      description: 'Working time from one communication that counts to the next.',
      resolve: ({ updateIntervalMs }) => Number(updateIntervalMs),
    }),
    resolutionTarget: t.field({
      type: 'Duration',
      nullable: true,
      description:
        'Working time from the opening to the resolution; null when none is promised in general.',
      resolve: ({ resolutionTargetMs }) =>
        resolutionTargetMs === null ? null : Number(resolutionTargetMs),
    }),
    warnAt: t.exposeIntList('warnAt', {
      description: 'Percents of a target at which a clock warns, ascending, below 100.',
    }),
    calendar: t.relation('calendar', {
      nullable: true,
      description: 'Whose working time counts; null for around the clock.',
    }),
    repeatEvery: t.field({
      type: 'Duration',
      nullable: true,
      description:
        'While a clock is breached and open, people are told again so often, in working time; null for once.',
      resolve: ({ repeatEveryMs }) => (repeatEveryMs === null ? null : Number(repeatEveryMs)),
    }),
    retiredAt: t.expose('retiredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken out of force; null while it is in force.',
    }),
  }),
});

interface MatrixRow {
  severity: SeverityValue;
  responseTargetMs: bigint;
  ownerLevel: typeof OwnerLevel.$inferType;
}

const SeverityMatrixRow = builder.objectRef<MatrixRow>('SeverityMatrixRow').implement({
  description: 'What a severity means by default.',
  fields: (t) => ({
    severity: t.expose('severity', { type: Severity, description: 'The severity.' }),
    responseTime: t.field({
      type: 'Duration',
      description: 'How soon the customer hears from the desk.',
      resolve: ({ responseTargetMs }) => Number(responseTargetMs),
    }),
    ownerLevel: t.expose('ownerLevel', {
      type: OwnerLevel,
      description: 'The lowest level that may own such a case.',
    }),
    examples: t.stringList({
      description: 'What a case of this severity looks like.',
      resolve: ({ severity }) => [...DEFAULT_POLICIES[severity].examples],
    }),
  }),
});

builder.queryFields((t) => ({
  slaPolicies: t.prismaField({
    type: ['SlaPolicy'],
    description:
      'The policies in force: the defaults, then those of tiers, then those of customers that you may see; within each by severity, the most severe first.',
    resolve: (query, _root, _args, { db, principal }) =>
      db.slaPolicy.findMany({
        ...query,
        where: { retiredAt: null, ...visiblePolicies(principal) },
        orderBy: POLICY_ORDER,
      }),
  }),
  severityMatrix: t.field({
    type: [SeverityMatrixRow],
    description:
      'What each severity means by default, the most severe first. Policies of a tier or a customer may say otherwise: see `slaPolicies`.',
    resolve: (_root, _args, { db }) =>
      db.slaPolicy.findMany({
        where: { customerId: null, tier: null },
        select: { severity: true, responseTargetMs: true, ownerLevel: true },
        orderBy: [{ severity: 'asc' }, { id: 'asc' }],
      }),
  }),
}));
