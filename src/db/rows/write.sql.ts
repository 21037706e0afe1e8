import type { Column, Model } from './tables.ts';
import { columnOf, tableOf } from './tables.ts';
import { toColumn, toJson } from './values.ts';

/** A statement with its parameters. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** Rows for one table, as an INSERT writes them. */
export interface Insert {
  model: Model;
  /** Fields that any of the rows has. A row without one of them gets null there. */
  fields: readonly string[];
  /** The rows as JSON, by the names of their columns. */
  json: string;
}

export function insertOf(model: Model, rows: readonly object[]): Insert {
  const columns = new Map<string, Column>();
  for (const row of rows) {
    for (const [field, value] of Object.entries(row)) {
      if (value !== undefined && !columns.has(field)) columns.set(field, columnOf(model, field));
    }
  }
  const all = [...columns];
  const values = rows.map((row) =>
    Object.fromEntries(
      all.map(([field, column]) => [column.name, toJson(column, (row as Values)[field])]),
    ),
  );
  return { model, fields: [...columns.keys()], json: JSON.stringify(values) };
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Builds one statement for inserts into one or more tables. References between the rows are right at its
 * end, so they may come in any order. Each table's rows are one parameter, so the text is the same however
 * many there are.
 */
export function insertSql(inserts: readonly Insert[], returning?: string): Statement {
  const parts = inserts.map(({ model, fields }, place) => insertText(model, fields, place + 1));
  const last = parts.pop() ?? '';
  const before = parts.map((part, place) => `part${place} AS (${part})`);
  const text = [
    before.length === 0 ? '' : `WITH ${before.join(', ')} `,
    last,
    returning === undefined ? '' : ` RETURNING ${returning}`,
  ].join('');
  return { text, values: inserts.map(({ json }) => json) };
}

/** PostgreSQL hands out defaults, ids too, in the order of the rows. */
function insertText(model: Model, fields: readonly string[], parameter: number): string {
  const table = tableOf(model).sql;
  const columns = fields.map((field) => columnOf(model, field).sql).join(', ');
  return `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $${parameter})`;
}

/** Builds an UPDATE of the row with a key; undefined when there is nothing to set. */
export function updateSql(model: Model, key: object, data: object): Statement | undefined {
  const moved = Object.entries(data).filter(
    ([field, value]) => value !== undefined && !(field in key),
  );
  if (moved.length === 0) return undefined;
  const values: unknown[] = [];
  const set = moved.map(([field, value]) => equals(model, field, value, values));
  return {
    text: `UPDATE ${tableOf(model).sql} SET ${set.join(', ')} WHERE ${isKey(model, key, values)}`,
    values,
  };
}

export function deleteSql(model: Model, key: object): Statement {
  const values: unknown[] = [];
  return { text: `DELETE FROM ${tableOf(model).sql} WHERE ${isKey(model, key, values)}`, values };
}

function isKey(model: Model, key: object, values: unknown[]): string {
  const terms = Object.entries(key).map(([field, value]) => equals(model, field, value, values));
  return terms.join(' AND ');
}

function equals(model: Model, field: string, value: unknown, values: unknown[]): string {
  const column = columnOf(model, field);
  values.push(toColumn(column, value));
  return `${column.sql} = $${values.length}`;
}
