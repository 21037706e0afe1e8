import { visibleByCustomer, visibleSql } from '../../auth/visibility.ts';
import { Prisma } from '../../db/client.ts';
import { ask } from '../../db/reads/ask.ts';
import type { Context } from '../../graphql/context.ts';
import type { KeysetOrder, PageArgs } from '../../graphql/paging/keyset.ts';
import { windowOf } from '../../graphql/paging/keyset.ts';
import { keysetLists, SINGLE } from '../../graphql/paging/keyset-list.ts';
import type { EscalationFilterInput } from './escalation.filter.ts';
import { filterSql, listFilter, placedSql } from './escalation.filter.ts';
import { keptCount } from './kept.sql.ts';

export interface ListArgs extends PageArgs {
  filter?: EscalationFilterInput | null | undefined;
}

export interface ListOrder extends KeysetOrder {
  /** Whether the order is by columns of `last_change p`. The list is then read from that table. */
  byChange: boolean;
}

const TABLE = Prisma.sql`escalation e`;
const BY_CHANGE = Prisma.sql`last_change p JOIN escalation e ON e.id = p.subject_id`;

/**
 * The lists of cases that one field of the request asks for: one list of all cases, or one for each
 * customer around the field.
 *
 * @returns a function that makes the connection of a scope; `info` is that of the scope's field.
 * @throws GraphQLError BAD_REQUEST for a wrong cursor or filter.
 */
export function escalationLists(order: ListOrder, args: ListArgs, context: Context) {
  const { db, principal, clock } = context;
  const now = clock.now();
  const visible = visibleSql(principal, Prisma.sql`e.customer_id`);
  const counted = Prisma.sql`${visible} AND ${filterSql(args.filter, principal, now)}`;
  // Both tables get the condition, because PostgreSQL may begin with either.
  const placed = order.byChange
    ? Prisma.sql`p.kind = 'Escalation' AND ${visibleSql(principal, Prisma.sql`p.customer_id`)}
        AND ${placedSql(args.filter)}`
    : Prisma.sql`TRUE`;
  const kept = keptCount(args.filter, principal, now);

  return keysetLists(
    {
      window: windowOf(order, args),
      alias: 'e',
      source: (scopes) => {
        const table = order.byChange ? BY_CHANGE : TABLE;
        // The lists of some customers are found by these.
        if (scopes !== null) {
          return {
            table,
            where: Prisma.sql`${placed} AND ${counted} AND e.customer_id = scope.id`,
          };
        }
        const { condition, picked } = listFilter(args.filter, principal, now);
        return { table, where: Prisma.sql`${placed} AND ${visible} AND ${condition}`, picked };
      },
      readRows: (selection, ids) =>
        db.escalation.findMany({
          ...selection,
          where: { id: { in: [...ids] }, ...visibleByCustomer(principal) },
        }),
      async count(scopes) {
        const isSingle = scopes[0] === SINGLE;
        if (isSingle && kept !== undefined) {
          const [row] = await ask<{ count: number }>(db, kept);
          return new Map([[SINGLE, row?.count ?? 0]]);
        }
        const ofScopes = isSingle
          ? Prisma.sql`TRUE`
          : Prisma.sql`e.customer_id = ANY(${[...scopes]}::uuid[])`;
        const group = isSingle ? Prisma.sql`''` : Prisma.sql`e.customer_id::text`;
        const rows = await ask<{ scope: string; count: number }>(
          db,
          Prisma.sql`
          SELECT ${group} AS scope, count(*)::int AS count FROM ${TABLE}
          WHERE ${counted} AND ${ofScopes} GROUP BY 1`,
        );
        return new Map(rows.map(({ scope, count }) => [scope, count]));
      },
    },
    context,
  );
}
