import type { Model } from './tables.ts';
import { columnOf, tableOf } from './tables.ts';
import { jsonText, toColumn } from './values.ts';

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
  const fields = new Set<string>();
  for (const row of rows) {
    for (const field in row) if ((row as Values)[field] !== undefined) fields.add(field);
  }
  return { model, fields: [...fields], json: rowsJson(model, [...fields], rows) };
}

type Values = Readonly<Record<string, unknown>>;

/** Rows as JSON, by the names of their columns. What is left out of a row is null. */
function rowsJson(model: Model, fields: readonly string[], rows: readonly object[]): string {
  const columns = fields.map((field) => [field, columnOf(model, field)] as const);
  const texts = rows.map((row) => {
    let text = '';
    for (const [field, column] of columns) {
      const value = (row as Values)[field];
      if (value === undefined || value === null) continue;
      text += `${text === '' ? '' : ','}"${column.name}":${jsonText(column, value)}`;
    }
    return `{${text}}`;
  });
  return `[${texts.join()}]`;
}

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

/** Updates of rows of one table that set the same fields. */
export interface Updates {
  model: Model;
  /** Names the rows. */
  keyFields: readonly string[];
  /** What is set. */
  fields: readonly string[];
  /** Each with the key and what is set. */
  rows: object[];
}

/** An update of the row with a key; undefined when there is nothing to set. */
export function updateOf(model: Model, key: object, data: object): Updates | undefined {
  const fields: string[] = [];
  for (const [field, value] of Object.entries(data)) {
    if (value !== undefined && !(field in key)) fields.push(field);
  }
  if (fields.length === 0) return undefined;
  return { model, keyFields: Object.keys(key), fields, rows: [{ ...data, ...key }] };
}

/** Whether the rows of both can be set by one statement, as long as no row is among them twice. */
export function areAlike(one: Updates, other: Updates): boolean {
  return (
    one.model === other.model &&
    one.keyFields.join() === other.keyFields.join() &&
    one.fields.join() === other.fields.join()
  );
}

/** Builds the UPDATE of one row, or of several with the rows as one parameter. */
export function updateSql({ model, keyFields, fields, rows }: Updates): Statement {
  const [row = {}] = rows;
  const table = tableOf(model).sql;
  if (rows.length === 1) {
    const values: unknown[] = [];
    const equal = (field: string) => equals(model, field, (row as Values)[field], values);
    const set = fields.map(equal).join(', ');
    return {
      text: `UPDATE ${table} SET ${set} WHERE ${keyFields.map(equal).join(' AND ')}`,
      values,
    };
  }
  const equal = (left: string) => (field: string) => {
    const { sql } = columnOf(model, field);
    return `${left}${sql} = moved.${sql}`;
  };
  const set = fields.map(equal('')).join(', ');
  const isRow = keyFields.map(equal(`${table}.`)).join(' AND ');
  const moved = `json_populate_recordset(NULL::${table}, $1) AS moved`;
  return {
    text: `UPDATE ${table} SET ${set} FROM ${moved} WHERE ${isRow}`,
    values: [rowsJson(model, [...keyFields, ...fields], rows)],
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
