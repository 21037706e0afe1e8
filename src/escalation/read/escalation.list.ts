import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { visibleByCustomer, visibleSql } from '../../auth/visibility.ts';
import { Prisma } from '../../db/client.ts';
import type { Context } from '../../graphql/context.ts';
import { pageStatement } from '../../graphql/paging/keyset.sql.ts';
import type { KeyRow, KeysetOrder, PageArgs } from '../../graphql/paging/keyset.ts';
import { readPages, windowOf } from '../../graphql/paging/keyset.ts';
import type { EscalationFilterInput } from './escalation.filter.ts';
import { filterSql, placedSql } from './escalation.filter.ts';
import { keptCount } from './kept.sql.ts';

export interface ListArgs extends PageArgs {
  filter?: EscalationFilterInput | null | undefined;
}

/** The scope of the list of all cases. The list of a customer's cases has the customer's key. */
export const ALL_CUSTOMERS = '';

export interface ListOrder extends KeysetOrder {
  /** Whether the order is by columns of `last_change p`. The list is then read from that table. */
  byChange: boolean;
}

const TABLE = Prisma.sql`escalation e`;
const BY_CHANGE = Prisma.sql`last_change p JOIN escalation e ON e.id = p.subject_id`;

/**
 * The lists of cases that one field of the request asks for: one list of all cases, or one for each
 * customer around the field. However many lists there are, the pages take one statement, the cases on
 * them another and the counts a third. Each is read only when it is selected.
 *
 * @returns a function that makes the connection of a scope; `info` is that of the scope's field.
 * @throws GraphQLError BAD_REQUEST for a wrong cursor or filter.
 */
export function escalationLists(order: ListOrder, args: ListArgs, context: Context) {
  const { db, principal, clock } = context;
  const window = windowOf(order, args);
  const condition = Prisma.sql`${visibleSql(principal, Prisma.sql`e.customer_id`)}
    AND ${filterSql(args.filter, principal, clock.now())}`;
  // Both tables get the condition, because PostgreSQL may begin with either.
  const listed = order.byChange
    ? Prisma.sql`p.kind = 'Escalation' AND ${visibleSql(principal, Prisma.sql`p.customer_id`)}
        AND ${placedSql(args.filter)} AND ${condition}`
    : condition;
  let selection: object = {};

  const pages = new DataLoader(async (scopes: readonly string[]) => {
    const statement = pageStatement(window, {
      table: order.byChange ? BY_CHANGE : TABLE,
      ...(isAll(scopes)
        ? { where: listed, scopes: null }
        : { where: Prisma.sql`${listed} AND e.customer_id = scope.id`, scopes }),
    });
    const byScope = readPages(window, await db.$queryRaw<KeyRow[]>(statement));
    return scopes.map((scope) => found(byScope.get(scope)));
  });

  const cases = new DataLoader(async (ids: readonly string[]) => {
    const rows = await db.escalation.findMany({
      ...selection,
      where: { id: { in: [...ids] }, ...visibleByCustomer(principal) },
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found(byId.get(id)));
  });

  const kept = keptCount(args.filter, principal, clock.now());

  const counts = new DataLoader(async (scopes: readonly string[]) => {
    if (isAll(scopes) && kept !== undefined) {
      const [row] = await db.$queryRaw<{ count: number }[]>(kept);
      return [row?.count ?? 0];
    }
    const ofScopes = isAll(scopes)
      ? Prisma.sql`TRUE`
      : Prisma.sql`e.customer_id = ANY(${[...scopes]}::uuid[])`;
    const group = isAll(scopes) ? Prisma.sql`''` : Prisma.sql`e.customer_id::text`;
    const rows = await db.$queryRaw<{ scope: string; count: number }[]>`
      SELECT ${group} AS scope, count(*)::int AS count FROM ${TABLE}
      WHERE ${condition} AND ${ofScopes} GROUP BY 1`;
    const byScope = new Map(rows.map(({ scope, count }) => [scope, count]));
    return scopes.map((scope) => byScope.get(scope) ?? 0);
  });

  return (scope: string, info: GraphQLResolveInfo) => {
    // The selection is the same in all scopes, but plugin-prisma must be told in each that it covers
    // the cases.
    selection = queryFromInfo({
      context,
      info,
      select: { id: true },
      paths: [['nodes'], ['edges', 'node']],
    });
    const edges = async () => {
      const { entries } = await pages.load(scope);
      const nodes = await Promise.all(entries.map(({ id }) => cases.load(id)));
      return entries.flatMap(({ cursor }, index) => ({ cursor, node: found(nodes[index]) }));
    };
    return {
      get edges() {
        return edges();
      },
      get pageInfo() {
        return pages.load(scope).then(({ pageInfo }) => pageInfo);
      },
      totalCount: () => counts.load(scope),
    };
  };
}

function isAll(scopes: readonly string[]): boolean {
  return scopes[0] === ALL_CUSTOMERS;
}

/** Takes a value that must be there: cases are never deleted, and every list has a page. */
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A row that was just read is gone.');
  return value;
}
