import { Prisma } from '../../db/client.ts';
import type { Column, Model, Relation } from './model.ts';
import { columnOf, modelOf } from './model.ts';
import { Uncompilable } from './uncompilable.ts';

const TRUE = Prisma.sql`TRUE`;
const FALSE = Prisma.sql`FALSE`;

type Condition = Readonly<Record<string, unknown>>;

/** Gives each table of a statement a name of its own. */
export type NextAlias = () => Prisma.Sql;

export function createAliases(letter: string): NextAlias {
  let count = 0;
  return () => {
    count += 1;
    return Prisma.raw(`${letter}${count}`);
  };
}

/**
 * Writes a Prisma `where` as SQL: the part of it that the API uses.
 *
 * @param alias of the row that the condition is about.
 * @throws Uncompilable
 */
export function whereSql(
  model: Model,
  alias: Prisma.Sql,
  where: unknown,
  next: NextAlias,
): Prisma.Sql {
  if (where === undefined) return TRUE;
  const parts = Object.entries(where as Condition).flatMap(([name, given]) => {
    if (given === undefined) return [];
    if (name === 'AND') return all(list(given).map((one) => whereSql(model, alias, one, next)));
    if (name === 'OR') return any(list(given).map((one) => whereSql(model, alias, one, next)));
    if (name === 'NOT') {
      return list(given).map((one) => Prisma.sql`NOT (${whereSql(model, alias, one, next)})`);
    }
    const relation = model.relations.get(name);
    if (relation !== undefined) return relationSql(relation, alias, given as Condition, next);
    return comparisons(alias, columnOf(model, name), given);
  });
  return all(parts);
}

function list(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [given];
}

function all(parts: readonly Prisma.Sql[]): Prisma.Sql {
  if (parts.length === 0) return TRUE;
  return parts.length === 1 ? Prisma.join(parts) : Prisma.sql`(${Prisma.join(parts, ' AND ')})`;
}

function any(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return parts.length === 0 ? FALSE : Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

/** The condition that ties the rows of a relation to the row that has it. */
export function linkSql(
  { here, there }: Relation,
  alias: Prisma.Sql,
  other: Prisma.Sql,
): Prisma.Sql {
  if (here.length === 0) throw new Uncompilable('a relation without columns of its own');
  return all(
    here.map(({ sql }, index) => Prisma.sql`${other}.${there[index]?.sql} = ${alias}.${sql}`),
  );
}

function relationSql(
  relation: Relation,
  alias: Prisma.Sql,
  given: Condition,
  next: NextAlias,
): Prisma.Sql {
  const isSome = relation.isList && Object.keys(given).join() === 'some';
  if (relation.isList && !isSome) throw new Uncompilable(`a condition on ${relation.name}`);
  const model = modelOf(relation.model);
  const other = next();
  const condition = whereSql(model, other, isSome ? given['some'] : given, next);
  return Prisma.sql`EXISTS (SELECT FROM ${model.table} ${other}
    WHERE ${linkSql(relation, alias, other)} AND ${condition})`;
}

function comparisons(alias: Prisma.Sql, column: Column, given: unknown): Prisma.Sql[] {
  const left = Prisma.sql`${alias}.${column.sql}`;
  if (given === null) return [Prisma.sql`${left} IS NULL`];
  if (!isOperators(given)) return [Prisma.sql`${left} = ${bound(column, given)}`];
  return Object.entries(given).flatMap(([operator, value]) =>
    value === undefined ? [] : [comparison(left, column, operator, value)],
  );
}

function isOperators(given: unknown): given is Condition {
  return (
    typeof given === 'object' && given !== null && Object.getPrototypeOf(given) === Object.prototype
  );
}

const OPERATORS: Readonly<Record<string, Prisma.Sql>> = {
  equals: Prisma.sql`=`,
  not: Prisma.sql`<>`,
  gt: Prisma.sql`>`,
  gte: Prisma.sql`>=`,
  lt: Prisma.sql`<`,
  lte: Prisma.sql`<=`,
};

function comparison(
  left: Prisma.Sql,
  column: Column,
  operator: string,
  value: unknown,
): Prisma.Sql {
  if (operator === 'in') {
    const values = list(value).map((one) => parameter(one));
    if (column.name === 'id') {
      // The length of the list does not show: for a parameter alone PostgreSQL plans at every run, since short
      // lists look cheaper than it assumes of any.
      const type = Prisma.raw(column.stored.type);
      return Prisma.sql`${left} = ANY(ARRAY(SELECT unnest(${values}::${type}[])))`;
    }
    return Prisma.sql`${left} = ANY(${values})`;
  }
  const sign = OPERATORS[operator];
  if (sign === undefined || column.isList) throw new Uncompilable(`a condition ${operator}`);
  if (value !== null) return Prisma.sql`${left} ${sign} ${bound(column, value)}`;
  if (operator === 'equals') return Prisma.sql`${left} IS NULL`;
  if (operator === 'not') return Prisma.sql`${left} IS NOT NULL`;
  throw new Uncompilable(`${operator} null`);
}

/** A value as the driver takes it; PostgreSQL finds its type by the column that it is compared with. */
function bound({ isList }: Column, value: unknown): Prisma.Sql {
  if (isList) throw new Uncompilable('a condition on a list');
  return Prisma.sql`${parameter(value)}`;
}

function parameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return String(value);
  if (['string', 'number', 'boolean'].includes(typeof value)) return value;
  throw new Uncompilable('a condition with a value of another kind');
}
