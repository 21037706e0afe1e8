import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { isObjectType } from 'graphql';
import { leafTypeOf } from './complete.ts';
import type { Compilation, SelectedField } from './field.ts';
import { modelNameOf, objectTypeOf } from './field.ts';
import { modelOf } from './model.ts';
import { addHandle } from './parents.ts';
import type { Rows } from './rows.ts';
import { createRows } from './rows.ts';
import type { ResolvedRows } from './run.ts';
import { typeSelect } from './selects.ts';

/** The rows that objects of a type come from, by the name of the type. */
export type Scope = ReadonlyMap<string, Rows>;

/** Rows that a field's resolver reads by itself, and what it needs for that. */
export interface RowsBelow {
  rows: ResolvedRows;
  entry: readonly [typeName: string, Rows];
  /** Tells plugin-prisma of no selection: what is selected was compiled already. */
  info: GraphQLResolveInfo;
}

/** @returns undefined for a field that returns no rows, or those of its own row. */
export function rowsBelow(
  { next }: Compilation,
  { definition, info, columns = [] }: SelectedField,
  scope: Scope,
): RowsBelow | undefined {
  if (leafTypeOf(definition.type) !== undefined) return undefined;
  const type = rowTypeOf(objectTypeOf(definition.type));
  const name = type && modelNameOf(type);
  if (type === undefined || name === undefined || scope.has(type.name)) return undefined;
  const rows = createRows(modelOf(name), next);
  const select = {
    ...(rows.model.columns.has('id') ? { id: true } : {}),
    ...typeSelect(type),
    ...Object.fromEntries(columns.map((column) => [column, true])),
  };
  const make = addHandle(rows, select, () => {});
  const fieldNodes = info.fieldNodes.map(({ selectionSet: _, ...node }) => node);
  return {
    rows: { rows, make, columns: new Set(Object.keys(select)) },
    entry: [type.name, rows],
    info: { ...info, fieldNodes },
  };
}

/** The type whose rows a type shows: itself, or that of the nodes of a connection. */
function rowTypeOf(type: GraphQLObjectType): GraphQLObjectType | undefined {
  if (modelNameOf(type) !== undefined) return type;
  const nodes = type.getFields()['nodes'];
  const node = nodes && objectTypeOf(nodes.type);
  return isObjectType(node) ? node : undefined;
}
