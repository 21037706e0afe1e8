import type { Principal } from '../auth/principal.ts';
import { visibleCustomers } from '../auth/visibility.ts';
import { builder } from '../graphql/builder.ts';
import { checkCursors } from '../graphql/cursor-check.ts';
import { CustomerTier } from '../graphql/enums.ts';
import { customerRef } from '../graphql/refs.ts';
import type { CustomerTier as Tier } from '../shared/vocabulary.ts';
import { Customer, CustomerConnection } from './customer.schema.ts';

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
      const named = ref.id === undefined ? { externalId: ref.externalId ?? '' } : { id: ref.id };
      return db.customer.findFirst({
        ...query,
        where: { AND: [named, visibleCustomers(principal)] },
      });
    },
  }),
  customers: t.prismaConnection(
    {
      type: Customer,
      cursor: 'id',
      description: 'Customers, those added first in front.',
      args: {
        tier: t.arg({
          type: [CustomerTier],
          description: 'Only customers of one of these plans. Left out or null: of all.',
        }),
        search: t.arg.string({
          description:
            'Only customers with this text anywhere in `name` or `externalId`; case does not matter. At most 200 characters.',
        }),
      },
      totalCount: (_root, args, { db, principal }) =>
        db.customer.count({ where: whereCustomers(principal, args) }),
      resolve: (query, _root, args, { db, principal }) => {
        checkCursors(args);
        return db.customer.findMany({
          ...query,
          where: whereCustomers(principal, args),
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        });
      },
    },
    CustomerConnection,
  ),
}));

interface CustomersArgs {
  tier?: readonly Tier[] | null | undefined;
  search?: string | null | undefined;
}

function whereCustomers(principal: Principal, { tier, search }: CustomersArgs) {
  return {
    ...visibleCustomers(principal),
    ...(tier == null ? {} : { tier: { in: [...tier] } }),
    ...(search == null ? {} : { OR: [{ name: holds(search) }, { externalId: holds(search) }] }),
  };
}

function holds(search: string) {
  // Prisma makes a LIKE pattern of it as it is. NUL cannot be sent, and nothing stored holds it.
  const literal = search.replaceAll('\u0000', '\uFFFD').replace(/[\\%_]/g, '\\$&');
  return { contains: literal, mode: 'insensitive' as const };
}
