import type { GraphQLResolveInfo } from 'graphql';
import { Money } from '../customer/money.schema.ts';
import { Category } from '../escalation/read/category.schema.ts';
import { EscalationFilter } from '../escalation/read/escalation.filter.ts';
import { Stage } from '../escalation/read/process.schema.ts';
import { builder } from '../graphql/builder.ts';
import { perRequest } from '../graphql/per-request.ts';
import { selectedNames } from '../graphql/selected-names.ts';
import { Severity } from '../sla/terms/policy.schema.ts';
import type { Figure, DeskStats as Stats } from './figures.ts';
import type { FigureReader } from './stats.load.ts';
import { figureReader } from './stats.load.ts';

const COUNT_TEXT = 'How many open cases there are; 0 is told too.';

const SeverityCount = builder.objectRef<Stats['bySeverity'][number]>('SeverityCount').implement({
  description: 'Open cases of a severity.',
  fields: (t) => ({
    severity: t.expose('severity', { type: Severity, description: 'The severity.' }),
    count: t.exposeInt('count', { description: COUNT_TEXT }),
  }),
});

const StageCount = builder.objectRef<Stats['byStage'][number]>('StageCount').implement({
  description: 'Open cases in a stage.',
  fields: (t) => ({
    stage: t.expose('stage', { type: Stage, description: 'The stage.' }),
    count: t.exposeInt('count', { description: COUNT_TEXT }),
  }),
});

const CategoryCount = builder.objectRef<Stats['byCategory'][number]>('CategoryCount').implement({
  description: 'Open cases of a category.',
  fields: (t) => ({
    category: t.expose('category', { type: Category, description: 'The category.' }),
    count: t.exposeInt('count', { description: COUNT_TEXT }),
  }),
});

export const DeskStats = builder.objectRef<Stats>('DeskStats').implement({
  description:
    'Figures of the cases that you may see and the filter lets through. Open are those that are OPEN or WAITING_ON_CUSTOMER.',
  fields: (t) => ({
    open: t.exposeInt('open', { description: 'Open cases.' }),
    atRisk: t.exposeInt('atRisk', {
      description:
        'Open cases with a clock past its first warning, or whose owner is below `ownerLevel`.',
    }),
    breached: t.exposeInt('breached', {
      description: 'Open cases with a breached clock: one that is late, or was before it was met.',
    }),
    waitingOnCustomer: t.exposeInt('waitingOnCustomer', {
      description: 'Cases that wait for the customer; they are open too.',
    }),
    bySeverity: t.expose('bySeverity', {
      type: [SeverityCount],
      description: 'Open cases by severity, the most severe first.',
    }),
    byStage: t.expose('byStage', {
      type: [StageCount],
      description: 'Open cases by stage, in the order of the stages.',
    }),
    byCategory: t.expose('byCategory', {
      type: [CategoryCount],
      description: 'Open cases by category.',
    }),
    responseWithinSla: t.exposeFloat('responseWithinSla', {
      nullable: true,
      description:
        'Share of first responses that were in time, 0.0 to 1.0, over all cases, open or not, whose response clock ended: met or overdue. Null when there is none.',
    }),
    medianTimeToResolve: t.field({
      type: 'Duration',
      nullable: true,
      description: 'From opening to resolution, over resolved cases. Null when there is none.',
      resolve: ({ medianTimeToResolveMs }) => medianTimeToResolveMs,
    }),
    averageSatisfaction: t.exposeFloat('averageSatisfaction', {
      nullable: true,
      description: 'Mean of the ratings, 1.0 to 5.0, over rated cases. Null when there is none.',
    }),
    revenueAtRisk: t.expose('revenueAtRisk', {
      type: [Money],
      description: 'Over open cases, a sum for each currency, by its code.',
    }),
  }),
});

const FIGURES: Readonly<Record<string, Figure>> = {
  open: 'open',
  atRisk: 'atRisk',
  breached: 'breached',
  waitingOnCustomer: 'waitingOnCustomer',
  bySeverity: 'bySeverity',
  byStage: 'byStage',
  byCategory: 'byCategory',
  responseWithinSla: 'responseWithinSla',
  medianTimeToResolve: 'medianTimeToResolveMs',
  averageSatisfaction: 'averageSatisfaction',
  revenueAtRisk: 'revenueAtRisk',
};

/** Reads the figures that the field's selection needs: the other properties are not there. */
export function selectedFigures(read: FigureReader, info: GraphQLResolveInfo): Promise<Stats> {
  const names = [...selectedNames(info)].flatMap((name) => FIGURES[name] ?? []);
  return read(new Set(names)) as Promise<Stats>;
}

/** Readers by filter, so that several aliases with one filter share the work. */
const readers = perRequest(() => new Map<string, FigureReader>());

builder.queryField('stats', (t) =>
  t.field({
    type: DeskStats,
    price: { reads: 'figures' },
    description: "The desk's figures as of now.",
    args: {
      filter: t.arg({ type: EscalationFilter, description: 'Of which cases; all without it.' }),
    },
    resolve: (_root, { filter }, context, info) => {
      const { db, principal, clock } = context;
      const known = readers(context);
      const key = JSON.stringify(filter ?? null);
      const reader = known.get(key) ?? figureReader(db, principal, filter, clock.now());
      known.set(key, reader);
      return selectedFigures(reader, info);
    },
  }),
);
