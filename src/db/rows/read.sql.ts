import { Prisma } from '../generated/client/client.ts';
import type { Column, Field, Model, Rows } from './tables.ts';
import { columnOf, fieldsOfModel, tableOf } from './tables.ts';

/** The columns of fields, under the names of the fields, as a list for SELECT. */
export function columnsSql(model: Model, fields: readonly string[], alias?: string): Prisma.Sql {
  const of = alias === undefined ? '' : `${alias}.`;
  const list = fields.map((field) => `${of}${columnOf(model, field).sql} AS "${field}"`);
  return Prisma.raw(list.join(', '));
}

/**
 * Reads fields of a model's rows, under their names in the code.
 *
 * @param rest what follows the table in the statement: conditions, order, lock.
 */
export async function selectRows<M extends Model, F extends Field<M>>(
  queryable: Pick<Prisma.TransactionClient, '$queryRaw'>,
  model: M,
  fields: readonly F[],
  rest: Prisma.Sql,
): Promise<Pick<Rows[M], F>[]> {
  const table = Prisma.raw(tableOf(model).sql);
  return queryable.$queryRaw`SELECT ${columnsSql(model, fields)} FROM ${table} ${rest}`;
}

/** Rows of a table that a statement returns as JSON, beside others. */
export interface JsonRows<Row> {
  /** The row of a table that the statement calls `alias`, as a JSON array. */
  rowSql(alias: string): Prisma.Sql;
  /** All rows of a subquery as a JSON array, which is null when there are none. */
  listSql(alias: string, rest: Prisma.Sql, order?: Prisma.Sql): Prisma.Sql;
  read(row: unknown): Row;
  readAll(rows: unknown): Row[];
}

/** Describes rows of a model with some of its fields. */
export function jsonRows<M extends Model, F extends Field<M>>(
  model: M,
  fields: readonly F[],
): JsonRows<Pick<Rows[M], F>> {
  const columns = fields.map((field) => [field, columnOf(model, field)] as const);
  const readers = columns.map(([field, { type }]) => [field, readerOf(type)] as const);
  const rowSql = (alias: string) =>
    Prisma.raw(`json_build_array(${columns.map(([, one]) => asJson(one, alias)).join(', ')})`);
  const table = Prisma.raw(tableOf(model).sql);

  function read(row: unknown): Pick<Rows[M], F> {
    const values = row as unknown[];
    const found: Record<string, unknown> = {};
    for (let place = 0; place < readers.length; place += 1) {
      const [field, reader] = readers[place] as (typeof readers)[number];
      const value = values[place];
      found[field] = value === null || reader === undefined ? value : reader(value);
    }
    return found as Pick<Rows[M], F>;
  }

  return {
    rowSql,
    listSql: (alias, rest, order) =>
      Prisma.sql`(SELECT json_agg(${rowSql(alias)} ${order ?? Prisma.empty}) FROM ${table} ${Prisma.raw(alias)} ${rest})`,
    read,
    readAll: (rows) => ((rows ?? []) as unknown[]).map(read),
  };
}

/** All fields of a model but some. */
export function fieldsBut<M extends Model, F extends Field<M> = never>(
  model: M,
  ...without: readonly F[]
): Exclude<Field<M>, F>[] {
  const left = new Set<string>(without);
  return fieldsOfModel(model).filter((field): field is Exclude<Field<M>, F> => !left.has(field));
}

/** JSON has no digits for these, so they pass as texts. */
const AS_TEXT = new Set(['bigint', 'numeric', 'bytea']);

/** The expression for a column's value in JSON. */
export function asJson({ sql, type }: Column, alias: string): string {
  const [, of = type, list = ''] = /^(.*?)(\[\])$/.exec(type) ?? [];
  return AS_TEXT.has(of) ? `${alias}.${sql}::text${list}` : `${alias}.${sql}`;
}

/** Makes of a value in JSON, which is not null, what Prisma would have read. */
export type Reader = (value: unknown) => unknown;

const READERS: Readonly<Record<string, Reader>> = {
  bigint: (value) => BigInt(value as string),
  'bigint[]': (value) => (value as string[]).map(BigInt),
  numeric: (value) => new Prisma.Decimal(value as string),
  bytea: (value) => Uint8Array.from(Buffer.from((value as string).slice(2), 'hex')),
  timestamptz: (value) => new Date(value as string),
  date: (value) => new Date(value as string),
  'timestamptz[]': (value) => (value as string[]).map((one) => new Date(one)),
};

/** @returns undefined where the value in JSON is that value already. */
export function readerOf(type: string): Reader | undefined {
  return READERS[type];
}
