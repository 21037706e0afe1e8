import type { GraphQLResolveInfo } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import { visibleCustomers, visibleSql } from '../auth/visibility.ts';
import { Prisma } from '../db/client.ts';
import { ask } from '../db/reads/ask.ts';
import type { Context } from '../graphql/context.ts';
import type { KeysetOrder, PageArgs } from '../graphql/paging/keyset.ts';
import { windowOf } from '../graphql/paging/keyset.ts';
import { keysetLists, SINGLE } from '../graphql/paging/keyset-list.ts';
import { fold } from '../shared/text/search-words.ts';
import type { CustomerTier as Tier } from '../shared/vocabulary.ts';

export interface CustomersArgs extends PageArgs {
  tier?: readonly Tier[] | null | undefined;
  search?: string | null | undefined;
  filter?: CustomerFilterInput | null | undefined;
}

export interface CustomerFilterInput {
  updatedAfter?: Date | null | undefined;
  search?: string | null | undefined;
}

export type CustomerOrderName = 'NAME_ASC' | 'UPDATED_ASC';

/** The columns of each order. Each order has an index of the same columns. */
const ORDERS: Readonly<Record<CustomerOrderName, KeysetOrder>> = {
  NAME_ASC: {
    name: 'NAME_ASC',
    columns: [
      { sql: Prisma.sql`c.name`, type: 'text', descending: false },
      { sql: Prisma.sql`c.id`, type: 'uuid', descending: false },
    ],
  },
  UPDATED_ASC: {
    name: 'UPDATED_ASC',
    columns: [
      { sql: Prisma.sql`p.placed_at`, type: 'timestamptz', descending: false },
      { sql: Prisma.sql`p.subject_id`, type: 'uuid', descending: false },
    ],
  },
};

const BY_NAME = Prisma.sql`customer c`;
/**
 * Changes in their order, each with its customer: of the join as such PostgreSQL expects next to no rows, as
 * cases are in the same table, and would sort them all.
 */
const BY_CHANGE = Prisma.sql`last_change p
  CROSS JOIN LATERAL (SELECT * FROM customer WHERE id = p.subject_id OFFSET 0) c`;

/**
 * The list of customers.
 *
 * @throws GraphQLError BAD_REQUEST for a wrong cursor.
 */
export function customerList(
  name: CustomerOrderName,
  args: CustomersArgs,
  context: Context,
  info: GraphQLResolveInfo,
) {
  const { db, principal } = context;
  const where = conditionOf(principal, args);
  const connectionOf = keysetLists(
    {
      window: windowOf(ORDERS[name], args),
      alias: 'c',
      source: () =>
        name === 'UPDATED_ASC'
          ? { table: BY_CHANGE, where: Prisma.sql`${placedSql(principal, args)} AND ${where}` }
          : { table: BY_NAME, where },
      readRows: (selection, ids) =>
        db.customer.findMany({
          ...selection,
          where: { id: { in: [...ids] }, ...visibleCustomers(principal) },
        }),
      async count() {
        const rows = await ask<{ count: number }>(
          db,
          Prisma.sql`
          SELECT count(*)::int AS count FROM customer c WHERE ${where}`,
        );
        return new Map(rows.map(({ count }) => [SINGLE, count]));
      },
    },
    context,
  );
  return connectionOf(SINGLE, info);
}

const ALL = Prisma.sql`TRUE`;

/** The list's condition over `customer c`. */
function conditionOf(principal: Principal, { tier, search, filter }: CustomersArgs): Prisma.Sql {
  const changed =
    filter?.updatedAfter == null
      ? ALL
      : Prisma.sql`c.id IN (SELECT p.subject_id FROM last_change p
          WHERE p.kind = 'Customer' AND ${laterThan(filter.updatedAfter)})`;
  return Prisma.join(
    [
      visibleSql(principal, Prisma.sql`c.id`),
      tier == null ? ALL : Prisma.sql`c.tier = ANY(CAST(${[...tier]}::text[] AS "CustomerTier"[]))`,
      holds(search),
      holds(filter?.search),
      changed,
    ],
    ' AND ',
  );
}

/** The same over `last_change p`, with which PostgreSQL begins. */
function placedSql(principal: Principal, { filter }: CustomersArgs): Prisma.Sql {
  return Prisma.sql`p.kind = 'Customer' AND ${visibleSql(principal, Prisma.sql`p.customer_id`)}
    AND ${filter?.updatedAfter == null ? ALL : laterThan(filter.updatedAfter)}`;
}

function laterThan(time: Date): Prisma.Sql {
  return Prisma.sql`p.placed_at > ${time.toISOString()}::timestamptz`;
}

function holds(search: string | null | undefined): Prisma.Sql {
  if (search == null) return ALL;
  // PostgreSQL takes no NUL in a text, and no stored text has one.
  const literal = fold(search)
    .replaceAll('\u0000', '\uFFFD')
    .replace(/[\\%_]/g, '\\$&');
  return Prisma.sql`c.folded LIKE ${`%${literal}%`}`;
}
