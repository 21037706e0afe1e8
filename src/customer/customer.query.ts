import { visibleCustomers } from '../auth/visibility.ts';
import { customerNamed } from '../db/old-names.ts';
import { builder } from '../graphql/builder.ts';
import type { CustomerOrderName } from './customer.list.ts';
import { customerList } from './customer.list.ts';
import { Customer, CustomerConnection, CustomerTier, customerRef } from './customer.schema.ts';

const CustomerFilter = builder.inputType('CustomerFilter', {
  description: 'Which customers. All that are given must hold. Null is refused.',
  fields: (t) => ({
    updatedAfter: t.field({
      type: 'DateTime',
      description:
        'Customers whose last change got its place in the log later than this, on the clock of the database: no earlier than it was made, and in the order of commit. To keep another system in step, take UPDATED_ASC and its cursors, or the time at which your last look began and a minute less: then none is missed, and some come again.',
    }),
    search: t.string({
      description:
        'Customers with this text anywhere in `name` or `externalId`; case, accents and width do not matter.',
    }),
  }),
});

const CustomerOrder = builder.enumType('CustomerOrder', {
  description: 'How a list of customers is sorted. Ties are broken by id.',
  values: {
    NAME_ASC: { description: 'By name.' },
    UPDATED_ASC: {
      description:
        'Those changed last at the end, in the order in which the changes got their places in the log. Keep `endCursor`: whatever changes after that page comes behind it, once more if it was on it, and none is missed.',
    },
  } satisfies Record<CustomerOrderName, { description: string }>,
});

builder.queryFields((t) => ({
  customer: t.prismaField({
    type: Customer,
    nullable: true,
    description:
      'One customer; null when there is none or it is not yours, also for an id that is malformed.',
    args: {
      by: t.arg({ type: customerRef.inputRef, required: true, description: 'Which customer.' }),
    },
    resolve: (query, _root, { by }, { db, principal }) => {
      const ref = customerRef.parse(by);
      if (ref === undefined) return null;
      const { where, orderBy } =
        ref.id === undefined
          ? customerNamed(ref.externalId ?? '')
          : { where: { id: ref.id }, orderBy: [] };
      return db.customer.findFirst({
        ...query,
        where: { AND: [where, visibleCustomers(principal)] },
        orderBy,
      });
    },
  }),
  customers: t.connection(
    {
      type: Customer,
      description:
        'Customers that you may see. `first` or `last` 1 to 100, 20 when neither is given. A cursor belongs to the order that it was made with.',
      args: {
        tier: t.arg({
          type: [CustomerTier],
          description: 'Only customers of one of these plans. Left out or null: of all.',
        }),
        search: t.arg.string({
          description:
            'Only customers with this text anywhere in `name` or `externalId`; case, accents and width do not matter. At most 200 characters.',
        }),
        filter: t.arg({ type: CustomerFilter, description: 'Which customers; all without it.' }),
        orderBy: t.arg({
          type: CustomerOrder,
          defaultValue: 'NAME_ASC',
          description: 'How they are sorted.',
        }),
      },
      resolve: (_root, { orderBy, ...args }, context, info) =>
        customerList(orderBy ?? 'NAME_ASC', args, context, info),
    },
    CustomerConnection,
  ),
}));
