import type { GraphQLResolveInfo } from 'graphql';
import { Prisma } from '../../db/client.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import type { KeyColumn } from '../../graphql/paging/keyset.ts';
import { SINGLE } from '../../graphql/paging/keyset-list.ts';
import { perRequest } from '../../graphql/per-request.ts';
import { SEVERITIES } from '../../shared/vocabulary.ts';
import { EscalationFilter } from './escalation.filter.ts';
import type { ListArgs, ListOrder } from './escalation.list.ts';
import { escalationLists } from './escalation.list.ts';
import { Escalation, EscalationConnection } from './escalation.schema.ts';

const ORDER_TEXTS = {
  OPENED_DESC: 'The newest first.',
  OPENED_ASC: 'The oldest first.',
  SEVERITY_DESC: 'The most severe first, of one severity the newest first.',
  DUE_ASC: 'Those due earliest first (see `dueAt`), those without a due time last.',
  UPDATED_DESC: 'Those changed last first.',
  UPDATED_ASC:
    'Those changed last at the end, in the order in which the changes got their places in the log. Keep `endCursor`: whatever changes after that page comes behind it, once more if it was on it, and none is missed.',
} as const;
type OrderName = keyof typeof ORDER_TEXTS;

const EscalationOrder = builder.enumType('EscalationOrder', {
  description: 'How a list of cases is sorted. Ties are broken by id.',
  values: Object.fromEntries(
    Object.entries(ORDER_TEXTS).map(([name, description]) => [name, { description }]),
  ) as Record<OrderName, { description: string }>,
});

function by(sql: Prisma.Sql, descending: boolean): KeyColumn {
  return { sql, type: 'timestamptz', descending };
}

const id = (descending: boolean): KeyColumn => ({
  sql: Prisma.sql`e.id`,
  type: 'uuid',
  descending,
});

/** The columns of each order. Each order has an index of the same columns. */
const COLUMNS: Readonly<Record<OrderName, readonly KeyColumn[]>> = {
  OPENED_DESC: [by(Prisma.sql`e.opened_at`, true), id(true)],
  OPENED_ASC: [by(Prisma.sql`e.opened_at`, false), id(false)],
  SEVERITY_DESC: [
    // The enum of the database begins with the most severe, like the vocabulary.
    {
      sql: Prisma.sql`e.severity`,
      type: { enum: 'Severity', values: SEVERITIES },
      descending: false,
    },
    by(Prisma.sql`e.opened_at`, true),
    id(true),
  ],
  DUE_ASC: [{ ...by(Prisma.sql`e.due_at`, false), nullable: true }, id(false)],
  UPDATED_DESC: [by(Prisma.sql`e.updated_at`, true), id(true)],
  UPDATED_ASC: [
    by(Prisma.sql`p.placed_at`, false),
    { sql: Prisma.sql`p.subject_id`, type: 'uuid', descending: false },
  ],
};

function orderOf(name: OrderName): ListOrder {
  return { name, columns: COLUMNS[name], byChange: name === 'UPDATED_ASC' };
}

builder.queryField('escalations', (t) =>
  t.connection(
    {
      type: Escalation,
      description:
        'Cases that you may see. `first` or `last` 1 to 100, 20 when neither is given. A cursor belongs to the order that it was made with.',
      args: {
        filter: t.arg({ type: EscalationFilter, description: 'Which cases; all without it.' }),
        orderBy: t.arg({
          type: EscalationOrder,
          defaultValue: 'OPENED_DESC',
          description: 'How they are sorted.',
        }),
      },
      resolve: (_root, { orderBy, ...args }, context, info) =>
        escalationLists(orderOf(orderBy ?? 'OPENED_DESC'), args, context)(SINGLE, info),
    },
    EscalationConnection,
  ),
);

builder.prismaObjectField('Customer', 'escalations', (t) =>
  t.connection(
    {
      type: Escalation,
      description: 'The cases of the customer, the newest first.',
      args: {
        filter: t.arg({ type: EscalationFilter, description: 'Which cases; all without it.' }),
      },
      select: { id: true },
      resolve: (customer, args, context, info) =>
        listsOfCustomers(args, context, info)(customer.id, info),
    },
    EscalationConnection,
  ),
);

/** The lists of the request, by the field's place in the document, which all customers of one list share. */
const listsByField = perRequest(() => new WeakMap<object, ReturnType<typeof escalationLists>>());

function listsOfCustomers(args: ListArgs, context: Context, info: GraphQLResolveInfo) {
  const ofRequest = listsByField(context);
  const known = ofRequest.get(info.fieldNodes);
  if (known !== undefined) return known;
  const lists = escalationLists(orderOf('OPENED_DESC'), args, context);
  ofRequest.set(info.fieldNodes, lists);
  return lists;
}
