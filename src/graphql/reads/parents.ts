import type { Column, Model } from './model.ts';
import { columnOf, modelOf } from './model.ts';
import type { RowsQuery } from './query.sql.ts';
import { checkQuery } from './query.sql.ts';
import type { JsonRow, Rows } from './rows.ts';
import { addColumn, addCount, addRelation, createRows, inOrder } from './rows.ts';
import { Uncompilable } from './uncompilable.ts';
import { readerOf } from './values.ts';

/** The row of JSON behind an object that resolvers are given in place of a row of Prisma. */
export const JSON_ROW = Symbol('row of JSON');

/** Marks a query of Prisma as that of the rows which the selection below a field reads. */
export const SELECTED = Symbol('selected');
/** Names the GraphQL type of those rows. */
export interface Selected {
  typeName: string;
}

/** Makes the object that resolvers are given for a row: what they declared that they read, and no more. */
export type MakeParent = (row: JsonRow) => object;

type Select = Readonly<Record<string, unknown>>;

interface Query extends RowsQuery {
  select?: Select;
  include?: Select;
  [SELECTED]?: Selected;
}

/**
 * Adds to rows what a selection of Prisma reads.
 *
 * @param select columns by name, and relations with their queries.
 * @param onSelected called for the rows that the selection below the field reads.
 * @returns a function that makes rows as Prisma would have read them. Columns that were not selected
 *   throw when they are read, so that a wrong declaration never becomes a wrong answer.
 * @throws Uncompilable
 */
export function addParent(
  rows: Rows,
  select: Select,
  onSelected: (typeName: string, rows: Rows) => void,
): MakeParent {
  const { model } = rows;
  const parts: [string, (row: JsonRow) => unknown][] = [];
  for (const [name, given] of Object.entries(select)) {
    if (given === undefined || given === false) continue;
    if (name === '_count') {
      parts.push([name, addCounts(rows, (given as { select: Select }).select)]);
      continue;
    }
    const relation = model.relations.get(name);
    if (relation === undefined) {
      const column = columnOf(model, name);
      const read = readerOf(column);
      const place = addColumn(rows, column);
      parts.push([name, (row) => read(row[place])]);
      continue;
    }
    const query: Query = checkQuery(given as object);
    const related = createRows(modelOf(relation.model), rows.next);
    const make = addParent(related, query.select ?? everything(related.model), onSelected);
    const place = addRelation(rows, relation, query, related);
    if (query[SELECTED] !== undefined) onSelected(query[SELECTED].typeName, related);
    parts.push([
      name,
      relation.isList
        ? (row) => inOrder(row[place], query).map(make)
        : (row) => (row[place] === null ? null : make(row[place] as JsonRow)),
    ]);
  }
  const prototype = unreadColumns(model, new Set(parts.map(([name]) => name)));
  return (row) => {
    const parent = Object.create(prototype) as Record<string | symbol, unknown>;
    for (const [name, read] of parts) parent[name] = read(row);
    parent[JSON_ROW] = row;
    return parent;
  };
}

function addCounts(rows: Rows, counts: Select): (row: JsonRow) => object {
  const places = Object.entries(counts).map(([name, given]) => {
    const relation = rows.model.relations.get(name);
    if (relation === undefined) throw new Uncompilable(`a count of ${name}`);
    const where = given === true ? undefined : (given as { where?: unknown }).where;
    return [name, addCount(rows, relation, where)] as const;
  });
  return (row) => Object.fromEntries(places.map(([name, place]) => [name, row[place]]));
}

/** All columns, as Prisma reads them where none are named. */
export function everything({ columns }: Model): Select {
  return Object.fromEntries([...columns.values()].filter(isShowable).map(({ name }) => [name, true]));
}

function isShowable({ type }: Column): boolean {
  return type !== 'Bytes';
}

function unreadColumns(model: Model, read: ReadonlySet<string>): object {
  const prototype = {};
  for (const name of [...model.columns.keys(), ...model.relations.keys()]) {
    if (read.has(name)) continue;
    Object.defineProperty(prototype, name, {
      get: () => {
        throw new Uncompilable(`${model.name}.${name} was not declared as read`);
      },
    });
  }
  return prototype;
}
