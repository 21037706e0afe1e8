import { Prisma } from '../../db/client.ts';
import type { Column as StoredColumn, Model as Table } from '../../db/rows/tables.ts';
import { columnOf as storedColumn, tableOf } from '../../db/rows/tables.ts';
import { getDatamodel } from '../generated/prisma-types.ts';
import { Uncompilable } from './uncompilable.ts';

/** A column of a table, and the field of the Prisma model that stands for it. */
export interface Column {
  name: string;
  sql: Prisma.Sql;
  stored: StoredColumn;
  /** Prisma's name of the type, or of the enum. */
  type: string;
  isList: boolean;
  isRequired: boolean;
}

/** A relation, from the side of the model that has it. */
export interface Relation {
  name: string;
  /** The name of the model on the other side. */
  model: string;
  isList: boolean;
  /** Columns on this side and on the other that are equal, in the same order. */
  here: readonly Column[];
  there: readonly Column[];
}

export interface Model {
  name: string;
  /** The property of the Prisma client. */
  delegate: Table;
  table: Prisma.Sql;
  columns: ReadonlyMap<string, Column>;
  relations: ReadonlyMap<string, Relation>;
}

type Data = ReturnType<typeof getDatamodel>['datamodel']['models'][string];
type Field = Data['fields'][number];

const DATA = getDatamodel().datamodel.models;

function dataOf(name: string): Data {
  const data = DATA[name];
  if (data === undefined) throw new Uncompilable(`there is no model ${name}`);
  return data;
}

const columnsOf = new Map(
  Object.entries(DATA).map(([name, { fields }]) => [
    name,
    new Map(
      fields.filter(({ kind }) => kind !== 'object').map((one) => [one.name, column(name, one)]),
    ),
  ]),
);

function column(model: string, { name, type, isList, isRequired }: Field): Column {
  const stored = storedColumn(delegateOf(model), name);
  return { name, sql: Prisma.raw(stored.sql), stored, type, isList, isRequired };
}

/** The name of a model on Prisma's client. */
function delegateOf(name: string): Table {
  return (name.charAt(0).toLowerCase() + name.slice(1)) as Table;
}

function columnsNamed(model: string, names: readonly string[]): Column[] {
  return names.flatMap((name) => columnsOf.get(model)?.get(name) ?? []);
}

/** The key that every relation refers to. The generated data does not say it; a test holds it. */
const KEY = ['id'];

function relation(model: string, field: Field): Relation {
  const { name, type, isList, relationName, relationFromFields = [] } = field;
  const own = [...(relationFromFields ?? [])];
  const other = dataOf(type).fields.find(
    (one) => one.relationName === relationName && !(type === model && one.name === name),
  );
  const [from, to] = own.length > 0 ? [own, KEY] : [KEY, [...(other?.relationFromFields ?? [])]];
  return {
    name,
    model: type,
    isList,
    here: columnsNamed(model, from),
    there: columnsNamed(type, to),
  };
}

const MODELS = new Map(
  Object.entries(DATA).map(([name, { fields }]): [string, Model] => [
    name,
    {
      name,
      delegate: delegateOf(name),
      table: Prisma.raw(tableOf(delegateOf(name)).sql),
      columns: columnsOf.get(name) ?? new Map(),
      relations: new Map(
        fields
          .filter(({ kind }) => kind === 'object')
          .map((one) => [one.name, relation(name, one)]),
      ),
    },
  ]),
);

/** @throws Uncompilable */
export function modelOf(name: string): Model {
  const model = MODELS.get(name);
  if (model === undefined) throw new Uncompilable(`there is no model ${name}`);
  return model;
}

/** @throws Uncompilable */
export function relationOf(model: Model, name: string): Relation {
  const found = model.relations.get(name);
  if (found === undefined) throw new Uncompilable(`${model.name} has no relation ${name}`);
  return found;
}

/** @throws Uncompilable */
export function columnOf(model: Model, name: string): Column {
  const found = model.columns.get(name);
  if (found === undefined) throw new Uncompilable(`${model.name} has no column ${name}`);
  return found;
}
