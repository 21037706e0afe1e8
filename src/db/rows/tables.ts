import type { NewRows, Rows } from '../generated/tables.ts';
import { TABLES } from '../generated/tables.ts';

export type { NewRows, Rows };

/** A model of the Prisma schema, under the name that it has on the client. */
export type Model = keyof Rows & keyof typeof TABLES;
/** A field of a model that is a column of its table. */
export type Field<M extends Model> = keyof (typeof TABLES)[M]['columns'] & keyof Rows[M] & string;
/** The fields of a model's primary key, each with its value. */
export type Key<M extends Model> = Pick<Rows[M], (typeof TABLES)[M]['key'][number] & keyof Rows[M]>;
/** A row that is not written yet. What is left out has the column's default. */
export type NewRow<M extends Model> = NewRows[M];

export interface Column {
  /** Quoted, as statements need it. */
  sql: string;
  name: string;
  /** Of PostgreSQL. */
  type: string;
  isJson: boolean;
}

export interface Table {
  /** Quoted, as statements need it. */
  sql: string;
  columns: ReadonlyMap<string, Column>;
}

export const MODELS = Object.keys(TABLES) as Model[];

/** What the Prisma schema says of a model's table (scripts/tables-generator.js). */
export function tableOf(model: Model): Table {
  const table = tables.get(model);
  if (table === undefined) throw new Error(`There is no model ${model}.`);
  return table;
}

/** @throws Error for a field that is no column of the table. */
export function columnOf(model: Model, field: string): Column {
  const column = tableOf(model).columns.get(field);
  if (column === undefined) throw new Error(`${model} has no column for ${field}.`);
  return column;
}

/** All fields of a model that are columns, in the order of the schema. */
export function fieldsOfModel<M extends Model>(model: M): Field<M>[] {
  return [...tableOf(model).columns.keys()] as Field<M>[];
}

const quoted = (name: string) => `"${name}"`;

const tables = new Map<string, Table>(
  Object.entries(TABLES).map(([model, { table, columns }]) => [
    model,
    {
      sql: quoted(table),
      columns: new Map(
        Object.entries(columns).map(([field, { column, type, isJson }]) => [
          field,
          { sql: quoted(column), name: column, type, isJson },
        ]),
      ),
    },
  ]),
);
