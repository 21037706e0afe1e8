import type { Column, Model } from './model.ts';
import { columnOf, modelOf } from './model.ts';
import type { RowsQuery } from './query.sql.ts';
import { checkQuery } from './query.sql.ts';
import type { JsonRow, MakeParent, Rows } from './rows.ts';
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

type Select = Readonly<Record<string, unknown>>;

interface Query extends RowsQuery {
  select?: Select;
  include?: Select;
  [SELECTED]?: Selected;
}

/** A value of a row by the name that Prisma gives it. */
interface Part {
  name: string;
  read(row: JsonRow): unknown;
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
  const { parts, prototype } = addParts(rows, select, onSelected);
  return (row) => {
    const parent = Object.create(prototype) as Record<string | symbol, unknown>;
    parent[JSON_ROW] = row;
    for (const { name, read } of parts) parent[name] = read(row);
    return parent;
  };
}

/**
 * The same for rows that resolvers mostly hand on: each value is made when it is asked for.
 */
export function addHandle(
  rows: Rows,
  select: Select,
  onSelected: (typeName: string, rows: Rows) => void,
): MakeParent {
  const { parts, prototype } = addParts(rows, select, onSelected);
  for (const { name, read } of parts) {
    Object.defineProperty(prototype, name, {
      get(this: { [JSON_ROW]: JsonRow }) {
        return read(this[JSON_ROW]);
      },
    });
  }
  function Handle(this: { [JSON_ROW]: JsonRow }, row: JsonRow) {
    this[JSON_ROW] = row;
  }
  Handle.prototype = prototype;
  const Made = Handle as unknown as new (row: JsonRow) => object;
  return (row) => new Made(row);
}

/** The values that are selected, and a prototype that refuses all others. */
interface Parts {
  parts: readonly Part[];
  prototype: object;
}

function addParts(
  rows: Rows,
  select: Select,
  onSelected: (typeName: string, rows: Rows) => void,
): Parts {
  const parts = Object.entries(select).flatMap(([name, given]): Part[] => {
    if (given === undefined || given === false) return [];
    if (name === '_count') {
      return [{ name, read: addCounts(rows, (given as { select: Select }).select) }];
    }
    const relation = rows.model.relations.get(name);
    if (relation === undefined) {
      const column = columnOf(rows.model, name);
      const value = readerOf(column);
      const place = addColumn(rows, column);
      return [{ name, read: (row) => value(row[place]) }];
    }
    const query: Query = checkQuery(given as object);
    const related = createRows(modelOf(relation.model), rows.next);
    const add = query[SELECTED] === undefined ? addParent : addHandle;
    const make = add(related, query.select ?? everything(related.model), onSelected);
    const place = addRelation(rows, relation, query, related);
    if (query[SELECTED] !== undefined) onSelected(query[SELECTED].typeName, related);
    const read = relation.isList
      ? (row: JsonRow) => inOrder(row[place], query).map(make)
      : (row: JsonRow) => (row[place] === null ? null : make(row[place] as JsonRow));
    return [{ name, read }];
  });
  return { parts, prototype: prototypeOf(rows.model, parts) };
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
  return Object.fromEntries(
    [...columns.values()].filter(isShowable).map(({ name }) => [name, true]),
  );
}

function isShowable({ type }: Column): boolean {
  return type !== 'Bytes';
}

/** A prototype with a place for what is read, which hides that all of the model refuses to be. */
function prototypeOf(model: Model, parts: readonly Part[]): object {
  const read = parts.map(({ name }) => [name, PLACE] as const);
  return Object.create(unread(model), Object.fromEntries(read)) as object;
}

const PLACE = { value: undefined, writable: true, configurable: true };

/** Made once for each model: it has more to it than all else that is made for a field. */
const unreadOf = new WeakMap<Model, object>();

function unread(model: Model): object {
  const known = unreadOf.get(model);
  if (known !== undefined) return known;
  const prototype = {};
  unreadOf.set(model, prototype);
  for (const name of [...model.columns.keys(), ...model.relations.keys()]) {
    Object.defineProperty(prototype, name, {
      get: () => {
        throw new Uncompilable(`${model.name}.${name} was not declared as read`);
      },
    });
  }
  return prototype;
}
