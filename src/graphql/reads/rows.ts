import { Prisma } from '../../db/client.ts';
import { asJson } from '../../db/rows/read.sql.ts';
import type { Column, Model, Relation } from './model.ts';
import { modelOf } from './model.ts';
import type { RowsQuery } from './query.sql.ts';
import { isBackward, restSql } from './query.sql.ts';
import { Uncompilable } from './uncompilable.ts';
import type { NextAlias } from './where.sql.ts';
import { createAliases, linkSql, whereSql } from './where.sql.ts';

/** A row as JSON has it: the values of its columns and relations without names. */
export type JsonRow = readonly unknown[];

/** Makes the object that resolvers are given for a row: what they declared that they read, and no more. */
export type MakeParent = (row: JsonRow) => object;

/**
 * Rows of a model that a statement reads, each as one array of JSON. Whoever needs a value of them adds
 * it while the operation is compiled, and gets its place in the array.
 */
export interface Rows {
  readonly model: Model;
  readonly next: NextAlias;
  readonly values: ((alias: Prisma.Sql) => Prisma.Sql)[];
  readonly places: Map<string, number>;
  /** The finished expression for a row, by the name of the table. */
  readonly finished: Map<string, Prisma.Sql>;
}

/** PostgreSQL's functions take no more arguments. */
const MAX_VALUES = 100;

/** @param next shared by all rows of an operation. */
export function createRows(model: Model, next: NextAlias): Rows {
  return { model, next, values: [], places: new Map(), finished: new Map() };
}

function placeOf({ values, places }: Rows, key: string, value: Rows['values'][number]): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  if (values.length === MAX_VALUES) throw new Uncompilable('too many values in a row');
  values.push(value);
  places.set(key, values.length - 1);
  return values.length - 1;
}

/** @returns the place of the column's value. */
export function addColumn(rows: Rows, column: Column): number {
  if (column.type === 'Bytes') throw new Uncompilable('a column of bytes');
  return placeOf(rows, column.name, (alias) => Prisma.raw(asJson(column.stored, alias.sql)));
}

/**
 * Adds the row, or the rows, of a relation. Each use has a place of its own, as it may have other
 * arguments or read other columns.
 *
 * @param query which rows of a list, and how they are sorted.
 * @returns the place of a row or null; of a list of rows or null.
 */
export function addRelation(
  rows: Rows,
  relation: Relation,
  query: RowsQuery,
  related: Rows,
): number {
  const { model } = related;
  if (!relation.isList && query.where !== undefined) {
    throw new Uncompilable('a condition on a single row');
  }
  return placeOf(rows, `${relation.name} ${rows.values.length}`, (alias) => {
    const other = rows.next();
    const link = linkSql(relation, alias, other);
    const row = rowSql(related, other);
    if (!relation.isList) {
      return Prisma.sql`(SELECT ${row} FROM ${model.table} ${other} WHERE ${link})`;
    }
    return Prisma.sql`(SELECT json_agg(r.j) FROM (SELECT ${row} AS j FROM ${model.table} ${other}
      WHERE ${link} AND ${restSql(model, other, query, rows.next)}) r)`;
  });
}

/** Adds how many rows of a relation meet a condition. @returns the place of the number. */
export function addCount(rows: Rows, relation: Relation, where: unknown): number {
  return placeOf(rows, `count ${relation.name} ${rows.values.length}`, (alias) => {
    const model = modelOf(relation.model);
    const other = rows.next();
    return Prisma.sql`(SELECT count(*) FROM ${model.table} ${other}
      WHERE ${linkSql(relation, alias, other)} AND ${whereSql(model, other, where, rows.next)})`;
  });
}

/** The expression for a row, to be selected from a table of this name. */
function rowSql({ values }: Rows, alias: Prisma.Sql): Prisma.Sql {
  if (values.length === 0) return Prisma.sql`json_build_array()`;
  return Prisma.sql`json_build_array(${Prisma.join(values.map((value) => value(alias)))})`;
}

/**
 * The expression for a row, made once for each name of the table, when all that is read has been added.
 *
 * @param alias the name of the table, in the statement that the expression becomes a part of.
 */
export function finishedRowSql(rows: Rows, alias: string): Prisma.Sql {
  const known = rows.finished.get(alias);
  if (known !== undefined) return known;
  const made = rowSql(rows, Prisma.raw(alias));
  rows.finished.set(alias, made);
  return made;
}

const ROW = 'q';
const ROW_ALIAS = Prisma.raw(ROW);

/** The statement that reads the rows of a query of Prisma as one list, which is null when it is empty. */
export function listStatement(rows: Rows, query: RowsQuery): Prisma.Sql {
  const { model } = rows;
  return Prisma.sql`SELECT json_agg(r.j) FROM (SELECT ${finishedRowSql(rows, ROW)} AS j
    FROM ${model.table} ${ROW_ALIAS}
    WHERE ${restSql(model, ROW_ALIAS, query, createAliases('w'))}) r`;
}

/** The statement that reads the first row of a query of Prisma. */
export function rowStatement(rows: Rows, query: RowsQuery): Prisma.Sql {
  const { model } = rows;
  const first = { ...query, take: 1 };
  return Prisma.sql`SELECT ${finishedRowSql(rows, ROW)} FROM ${model.table} ${ROW_ALIAS}
    WHERE ${restSql(model, ROW_ALIAS, first, createAliases('w'))}`;
}

/**
 * Rows in the order that was asked for: pages from the end are read backward. A row that stands in several places
 * of an answer is read there each time, so nothing of it is changed.
 */
export function inOrder(json: unknown, query: RowsQuery): JsonRow[] {
  const found = (json as JsonRow[] | null) ?? [];
  return isBackward(query) ? found.toReversed() : found;
}
