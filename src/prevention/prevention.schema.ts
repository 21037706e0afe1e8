import { visibleByCustomer } from '../auth/visibility.ts';
import type { Prisma } from '../db/client.ts';
import { RootCauseCategory } from '../escalation/read/impact.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { enumOf } from '../graphql/enum.ts';
import { payloadPart } from '../graphql/mutations/payload.ts';
import { connectionType } from '../graphql/paging/connection-type.ts';
import { checkCursors } from '../graphql/paging/cursor-check.ts';
import { keyAskedFor } from '../person/person.filter.ts';
import { userRef } from '../person/person.schema.ts';
import type {
  PreventionKind as PreventionKindValue,
  RootCauseCategory as RootCauseCategoryValue,
} from '../shared/vocabulary.ts';
import { dayOf, isOverdue } from './prevention.rules.ts';

export const PreventionKind = enumOf<PreventionKindValue>(
  'PreventionKind',
  'When an action of a prevention plan is due to help.',
  {
    IMMEDIATE: 'At once.',
    LONG_TERM: 'In the long term.',
  },
);

const Improvement = builder.prismaNode('Improvement', {
  id: { field: 'id', description: 'The id of the improvement.' },
  visibleTo: visibleByCustomer,
  description: 'Something that the desk should do better, as a case taught it.',
  fields: (t) => ({
    escalation: t.relation('escalation', { description: 'The case that taught it.' }),
    description: t.exposeString('description', { description: 'What to do better.' }),
    proposedAt: t.expose('at', { type: 'DateTime', description: 'When it was proposed.' }),
    proposedBy: t.relation('by', {
      nullable: true,
      description: 'Who proposed it; null for a key that stands for nobody.',
    }),
  }),
});

const PreventionAction = builder.prismaNode('PreventionAction', {
  id: { field: 'id', description: 'The id of the action.' },
  visibleTo: visibleByCustomer,
  description: 'One thing to do so that a case does not happen again.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PreventionKind, description: 'At once or in the long term.' }),
    description: t.exposeString('description', { description: 'What to do.' }),
    done: t.boolean({
      select: { doneAt: true },
      description: 'Whether `completePreventionAction` was called for it.',
      resolve: ({ doneAt }) => doneAt !== null,
    }),
    doneAt: t.expose('doneAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done; null while it is open.',
    }),
    owner: t.relation('owner', {
      nullable: true,
      description: "Who does it; null where that is the plan's owner.",
    }),
    dueDate: t.expose('dueDate', {
      type: 'Date',
      nullable: true,
      description: "The day by which it is to be done, in UTC; null where the plan's applies.",
    }),
  }),
});

/** Both kinds in one selection: two with different conditions would cost a statement for each plan. */
const ACTIONS = { orderBy: [{ position: 'asc' as const }, { id: 'asc' as const }] };

const PreventionPlan = builder.prismaNode('PreventionPlan', {
  id: { field: 'id', description: 'The id of the plan.' },
  visibleTo: visibleByCustomer,
  description: 'What is done so that a case does not happen again, by whom and until when.',
  fields: (t) => ({
    escalation: t.relation('escalation', { description: 'The case that it is about.' }),
    owner: t.relation('owner', { description: 'Who sees to it.' }),
    dueDate: t.expose('dueDate', {
      type: 'Date',
      description: 'The day by which all of it is to be done, in UTC.',
    }),
    immediateActions: t.field({
      type: [PreventionAction],
      select: (_args, _context, nested) => ({ actions: nested(ACTIONS) }),
      description: 'What is done at once, in the order given.',
      resolve: ({ actions }) => actions.filter(({ kind }) => kind === 'IMMEDIATE'),
    }),
    longTermImprovements: t.field({
      type: [PreventionAction],
      select: (_args, _context, nested) => ({ actions: nested(ACTIONS) }),
      description: 'What helps in the long term, in the order given.',
      resolve: ({ actions }) => actions.filter(({ kind }) => kind === 'LONG_TERM'),
    }),
    overdue: t.boolean({
      select: { dueDate: true, completedAt: true },
      description: 'Not completed although the due date is over: from the day after it on, in UTC.',
      resolve: (plan, _args, { clock }) => isOverdue(plan, clock.now()),
    }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When its last open action was done or taken out; null while one is open, and again when one is added.',
    }),
    version: t.exposeInt('version', {
      description:
        'Rises with every change of the plan or its actions: what `updatePreventionPlan` takes as `expectedVersion`.',
    }),
  }),
});

builder.prismaObjectFields('Escalation', (t) => ({
  improvements: t.relation('improvements', {
    query: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
    description: 'What this case taught the desk to do better, in the order proposed.',
  }),
  preventionPlan: t.relation('plan', {
    nullable: true,
    description: 'What is done so that it does not happen again; null until it is planned.',
  }),
}));

const PreventionPlanConnection = connectionType(PreventionPlan, 'PreventionPlan');
const ImprovementConnection = connectionType(Improvement, 'Improvement');

builder.queryFields((t) => ({
  preventionPlans: t.prismaConnection(
    {
      type: PreventionPlan,
      cursor: 'id',
      description: 'The prevention plans of all visible cases, the earliest due date first.',
      args: {
        overdue: t.arg.boolean({
          description:
            'True: those not completed although their due date is over. False: the rest. Left out: all.',
        }),
        owner: t.arg({
          type: userRef.inputRef,
          description:
            'Those of this person only; none where nobody is known by it, and for a partner who names one by address.',
        }),
      },
      totalCount: async (_root, args, context) =>
        context.db.preventionPlan.count({ where: await whichPlans(args, context) }),
      resolve: async (query, _root, args, context) => {
        checkCursors(args);
        return context.db.preventionPlan.findMany({
          ...query,
          where: await whichPlans(args, context),
          orderBy: [{ dueDate: 'asc' }, { id: 'asc' }],
        });
      },
    },
    PreventionPlanConnection,
  ),
  improvements: t.prismaConnection(
    {
      type: Improvement,
      cursor: 'id',
      description: 'The improvements proposed on all visible cases, the newest first.',
      args: {
        rootCause: t.arg({
          type: RootCauseCategory,
          description: 'Those of cases whose root cause lies there only.',
        }),
      },
      totalCount: (_root, args, { db, principal }) =>
        db.improvement.count({
          where: { ...visibleByCustomer(principal), ...improvementFilter(args) },
        }),
      resolve: (query, _root, args, { db, principal }) => {
        checkCursors(args);
        return db.improvement.findMany({
          ...query,
          where: { ...visibleByCustomer(principal), ...improvementFilter(args) },
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
        });
      },
    },
    ImprovementConnection,
  ),
}));

type PlanWhere = Prisma.PreventionPlanWhereInput;

async function whichPlans(
  { overdue, owner }: { overdue?: boolean | null | undefined; owner?: unknown },
  context: Context,
): Promise<PlanWhere> {
  return {
    ...visibleByCustomer(context.principal),
    ...overdueFilter(overdue, dayOf(context.clock.now())),
    ...(await ownerFilter(owner, context)),
  };
}

function overdueFilter(overdue: boolean | null | undefined, today: Date): PlanWhere {
  if (overdue == null) return {};
  return overdue
    ? { completedAt: null, dueDate: { lt: today } }
    : { OR: [{ completedAt: { not: null } }, { dueDate: { gte: today } }] };
}

async function ownerFilter(owner: unknown, context: Context): Promise<PlanWhere> {
  if (owner == null) return {};
  const key = await keyAskedFor(owner, context);
  return { ownerId: key ?? { in: [] } };
}

function improvementFilter({
  rootCause,
}: {
  rootCause?: RootCauseCategoryValue | null | undefined;
}): Prisma.ImprovementWhereInput {
  return rootCause == null ? {} : { escalation: { rootCauseCategory: rootCause } };
}

/** The plan that a mutation made or changed, as a field of its payload. */
export const planPayload = payloadPart<{ planId: string }>('preventionPlan', (t) =>
  t.prismaField({
    type: 'PreventionPlan',
    nullable: true,
    description: 'The plan as it is now; null when it was refused.',
    resolve: (query, { planId }, _args, { db }) =>
      planId === undefined
        ? null
        : db.preventionPlan.findUnique({ ...query, where: { id: planId } }),
  }),
);
