import { visibleByCustomer } from '../../auth/visibility.ts';
import type { Prisma } from '../../db/client.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import { MAX_TEXT } from '../../graphql/limits/limits.ts';
import { connectionType } from '../../graphql/paging/connection-type.ts';
import { fromOwnCursor } from '../../graphql/paging/cursor-check.ts';
import { peopleByKey, User } from '../../person/person.schema.ts';
import type { ActionKind as ActionKindValue } from '../../shared/vocabulary.ts';
import { known } from './columns.ts';

export const ActionKind = enumOf<ActionKindValue>('ActionKind', 'What an action on a case is.', {
  FIX: 'Removes the trouble.',
  WORKAROUND: 'Lets the customer work although the trouble remains.',
  INVESTIGATION: 'Looks into it.',
});

/** How the trouble is resolved and how it ended: promises, actions, outcome and follow-up. */
const ResponseTimeline = builder.prismaObject('Escalation', {
  variant: 'ResponseTimeline',
  description: 'The times that the customer can count on.',
  select: { id: true, respondBy: true },
  fields: (t) => ({
    respondBy: t.field({
      type: 'DateTime',
      description: 'When the first response is, or was, due.',
      resolve: (row) => known(row.respondBy),
    }),
    nextUpdateAt: t.expose('nextUpdateAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the next update was promised for, by `setResponseTimeline`; null for never.',
    }),
    resolveBy: t.expose('resolveBy', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the resolution was promised for, by `setResponseTimeline`; null for never.',
    }),
  }),
});

const ResolutionAction = builder.prismaNode('ResolutionAction', {
  id: { field: 'id', description: 'Global id.' },
  visibleTo: visibleByCustomer,
  description: 'Something that was done to resolve a case.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ActionKind, description: 'What it is.' }),
    description: t.exposeString('description', {
      price: { holds: MAX_TEXT },
      description: 'What was done.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    by: t.relation('by', {
      nullable: true,
      description: 'The person who recorded it; null when it was an API key.',
    }),
  }),
});

const ResolutionActionConnection = connectionType(ResolutionAction, 'ResolutionAction');

/** The columns that a resolution is made of. A case has a resolution when at least one is filled. */
const RESOLUTION_PARTS = {
  actionTaken: true,
  outcome: true,
  howToConfirm: true,
  documentedAt: true,
  confirmedBy: true,
  customerConfirmedAt: true,
  resolvedAt: true,
} as const;
type ResolutionPart = keyof typeof RESOLUTION_PARTS;

/** The latest action that removed the trouble or worked around it. */
const REMEDY = {
  where: { kind: { in: ['FIX', 'WORKAROUND'] } },
  orderBy: [{ at: 'desc' }, { id: 'desc' }],
  take: 1,
  select: { description: true },
} satisfies Prisma.Escalation$actionsArgs;

type ResolutionRow = Readonly<Record<ResolutionPart, unknown>> & { actions: readonly unknown[] };

function isUnresolved(row: ResolutionRow): boolean {
  const parts = Object.keys(RESOLUTION_PARTS) as ResolutionPart[];
  return row.actions.length === 0 && parts.every((part) => row[part] === null);
}

const Resolution = builder.prismaObject('Escalation', {
  variant: 'Resolution',
  description: 'How it ended, each part as far as it is known: fixed, documented, confirmed.',
  select: { id: true, ...RESOLUTION_PARTS, actions: REMEDY },
  fields: (t) => ({
    actionTaken: t.string({
      price: { holds: MAX_TEXT },
      nullable: true,
      description:
        'What was done: as documented, until then the latest fix or workaround. Null while there is none.',
      resolve: ({ actionTaken, actions: [remedy] }) => actionTaken ?? remedy?.description ?? null,
    }),
    outcome: t.exposeString('outcome', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'What came of it; null until `documentOutcome`.',
    }),
    howToConfirm: t.exposeString('howToConfirm', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'How the customer can see that it is resolved; null when nobody said.',
    }),
    owner: t.relation('owner', {
      nullable: true,
      description: 'Who answers for it: the owner of the case.',
    }),
    documentedAt: t.expose('documentedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the outcome was documented last; null until then.',
    }),
    confirmedBy: t.exposeString('confirmedBy', {
      nullable: true,
      description: "Who confirmed it on the customer's side; null until then.",
    }),
    customerConfirmedAt: t.expose('customerConfirmedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the customer confirmed; null until then, and for good when it stays silent.',
    }),
    timeToResolve: t.field({
      type: 'Duration',
      nullable: true,
      description: 'From opening to the resolution; null while it is not resolved.',
      select: { openedAt: true },
      resolve: ({ openedAt, resolvedAt }) =>
        resolvedAt === null ? null : resolvedAt.getTime() - openedAt.getTime(),
    }),
  }),
});

const Retrospective = builder.prismaObject('Escalation', {
  variant: 'Retrospective',
  description: 'What the team says when it looks back.',
  select: { id: true, retrospectiveAt: true },
  fields: (t) => ({
    heldAt: t.field({
      type: 'DateTime',
      description: 'When it was held.',
      resolve: (row) => known(row.retrospectiveAt),
    }),
    participants: t.field({
      type: [User],
      description: 'Who took part.',
      select: { participantIds: true },
      resolve: async ({ participantIds }, _args, context) => {
        const people = await Promise.all(participantIds.map((id) => peopleByKey(context).load(id)));
        return people.filter((person) => person !== null);
      },
    }),
    wentWell: t.exposeStringList('wentWell', {
      price: { holds: MAX_TEXT },
      description: 'What went well.',
    }),
    wentWrong: t.exposeStringList('wentWrong', {
      price: { holds: MAX_TEXT },
      description: 'What went wrong.',
    }),
  }),
});

const Satisfaction = builder.prismaObject('Escalation', {
  variant: 'Satisfaction',
  description: 'How satisfied the customer is with the handling.',
  select: { id: true, satisfactionRating: true },
  fields: (t) => ({
    rating: t.int({
      description: '1 (not at all) to 5 (fully).',
      resolve: (row) => known(row.satisfactionRating),
    }),
    comment: t.exposeString('satisfactionComment', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'What the customer said beside it; null when nothing.',
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was recorded.',
      select: { satisfactionAt: true },
      resolve: (row) => known(row.satisfactionAt),
    }),
  }),
});

builder.prismaObjectFields('Escalation', (t) => ({
  responseTimeline: t.variant(ResponseTimeline, {
    isNull: ({ respondBy }) => respondBy === null,
    description: 'The times that the customer can count on; null where no response was promised.',
  }),
  actions: t.relatedConnection(
    'actions',
    {
      cursor: 'id',
      totalCount: true,
      description: 'What was done to resolve it, in order of time.',
      query: (args) => ({
        where: { AND: fromOwnCursor(args, (row) => ({ escalation: { actions: { some: row } } })) },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      }),
    },
    ResolutionActionConnection,
  ),
  resolution: t.variant(Resolution, {
    // The row has the columns that the variant selects, but its type does not say so.
    isNull: (row) => isUnresolved(row as typeof row & ResolutionRow),
    description: 'How it ended; null while nothing of it is known.',
  }),
  retrospective: t.variant(Retrospective, {
    isNull: ({ retrospectiveAt }) => retrospectiveAt === null,
    description: 'What the team says when it looks back; null until `recordRetrospective`.',
  }),
  satisfaction: t.variant(Satisfaction, {
    isNull: ({ satisfactionRating }) => satisfactionRating === null,
    description: 'How satisfied the customer is; null until `recordSatisfaction`.',
  }),
}));
