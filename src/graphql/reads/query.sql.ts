import { Prisma } from '../../db/client.ts';
import type { Model } from './model.ts';
import { columnOf } from './model.ts';
import { Uncompilable } from './uncompilable.ts';
import type { NextAlias } from './where.sql.ts';
import { whereSql } from './where.sql.ts';

/** The part of a Prisma query that says which rows, and in which order. */
export interface RowsQuery {
  where?: unknown;
  orderBy?: unknown;
  /** Below zero: from the end. */
  take?: number | undefined;
  skip?: number | undefined;
  /** A unique key: the page begins at its row. */
  cursor?: Readonly<Record<string, unknown>> | undefined;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...['where', 'orderBy', 'take', 'skip', 'cursor', 'select', 'include'],
]);

/** @throws Uncompilable for a part of Prisma's queries that is not written here. */
export function checkQuery(query: object): RowsQuery {
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && !KNOWN.has(name)) throw new Uncompilable(`a query with ${name}`);
  }
  return query;
}

export function isBackward({ take = 0 }: RowsQuery): boolean {
  return take < 0;
}

interface Sorted {
  name: string;
  descending: boolean;
  nulls: 'first' | 'last' | undefined;
}

function sortedBy(orderBy: unknown): Sorted[] {
  const parts = Array.isArray(orderBy) ? orderBy : orderBy === undefined ? [] : [orderBy];
  return parts.flatMap((part: Readonly<Record<string, unknown>>) =>
    Object.entries(part).map(([name, given]) => {
      const { sort, nulls } = (
        typeof given === 'string' ? { sort: given, nulls: undefined } : given
      ) as { sort?: string; nulls?: 'first' | 'last' };
      if (sort !== 'asc' && sort !== 'desc') throw new Uncompilable(`an order by ${name}`);
      return { name, descending: sort === 'desc', nulls };
    }),
  );
}

const NULLS = {
  first: { forward: Prisma.sql` NULLS FIRST`, backward: Prisma.sql` NULLS LAST` },
  last: { forward: Prisma.sql` NULLS LAST`, backward: Prisma.sql` NULLS FIRST` },
};

function orderSql(model: Model, alias: Prisma.Sql, query: RowsQuery): Prisma.Sql {
  const backward = isBackward(query);
  const parts = sortedBy(query.orderBy).map(({ name, descending, nulls }) => {
    const direction = Prisma.raw(descending === backward ? 'ASC' : 'DESC');
    const placed = nulls && NULLS[nulls][backward ? 'backward' : 'forward'];
    return Prisma.sql`${alias}.${columnOf(model, name).sql} ${direction}${placed ?? Prisma.empty}`;
  });
  return parts.length === 0 ? Prisma.empty : Prisma.sql`ORDER BY ${Prisma.join(parts)}`;
}

/**
 * The condition for the rows at the cursor and behind it, in the direction of reading, as Prisma has it.
 * None when there is no such row.
 */
function cursorSql(model: Model, alias: Prisma.Sql, query: RowsQuery, next: NextAlias): Prisma.Sql {
  const { cursor } = query;
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const sorted = sortedBy(query.orderBy);
  const start = next();
  const at = whereSql(model, start, cursor, next);
  const columns = sorted.map(({ name, descending }) => {
    const { sql, isRequired } = columnOf(model, name);
    if (!isRequired) throw new Uncompilable(`a cursor where ${name} may be null`);
    return {
      own: Prisma.sql`${alias}.${sql}`,
      at: Prisma.sql`(SELECT ${start}.${sql} FROM ${model.table} ${start} WHERE ${at})`,
      sign: Prisma.raw(descending === isBackward(query) ? '>' : '<'),
      descending,
    };
  });
  const [first] = columns;
  if (first === undefined) throw new Uncompilable('a cursor without an order');
  if (columns.every(({ descending }) => descending === first.descending)) {
    return Prisma.sql`(${Prisma.join(columns.map(({ own }) => own))}) ${first.sign}= (${Prisma.join(
      columns.map((one) => one.at),
    )})`;
  }
  const alternatives = columns.map(({ own, at: value, sign }, index) => {
    const tied = columns
      .slice(0, index)
      .map((before) => Prisma.sql`${before.own} = ${before.at} AND `);
    const orEqual = index === columns.length - 1 ? Prisma.sql`=` : Prisma.empty;
    return Prisma.sql`${tied.length === 0 ? Prisma.empty : Prisma.join(tied, '')}${own} ${sign}${orEqual} ${value}`;
  });
  return Prisma.sql`(${Prisma.join(alternatives, ' OR ')})`;
}

/** What stands behind WHERE: condition, cursor, order and page. */
export function restSql(
  model: Model,
  alias: Prisma.Sql,
  query: RowsQuery,
  next: NextAlias,
): Prisma.Sql {
  const { take, skip = 0 } = query;
  const where = whereSql(model, alias, query.where, next);
  // Sizes of pages are few, and PostgreSQL plans by them; so they are part of the text.
  const limit = take === undefined ? Prisma.empty : Prisma.raw(`LIMIT ${Math.abs(take)}`);
  const offset = skip === 0 ? Prisma.empty : Prisma.raw(`OFFSET ${skip}`);
  return Prisma.sql`${where} AND ${cursorSql(model, alias, query, next)}
    ${orderSql(model, alias, query)} ${limit} ${offset}`;
}
