import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { isObjectType } from 'graphql';
import { HIDDEN_FROM_PARTNERS, isHiddenFrom } from '../../auth/permissions.ts';
import { encodeId } from '../global-id.ts';
import { completed, isPromise, leafTypeOf, objectWriter, writeList } from './complete.ts';
import type { Compilation, SelectedField } from './field.ts';
import {
  argumentsOf,
  fieldOf,
  fieldsBelow,
  modelNameOf,
  objectTypeOf,
  readingPoints,
} from './field.ts';
import { columnOf, modelOf } from './model.ts';
import type { Output, Run, Write } from './output.ts';
import { writeLater } from './output.ts';
import { addParent, JSON_ROW } from './parents.ts';
import type { ResolvedRows } from './resolved-rows.ts';
import { contextFor } from './resolved-rows.ts';
import type { JsonRow, Rows } from './rows.ts';
import { addColumn, addRelation, createRows } from './rows.ts';
import { declaredSelect, relationQuery, typeSelect } from './selects.ts';
import { Uncompilable } from './uncompilable.ts';
import { columnWriter, leafWriter } from './values.ts';

type Path = GraphQLResolveInfo['path'] | undefined;
/** The rows that objects of a type come from, by the name of the type. */
type Scope = ReadonlyMap<string, Rows>;

/** Where a field takes what it shows from: a row of JSON, or an object. */
type SourceOf = (source: unknown) => object;

/**
 * Writes objects of a type: by their rows of JSON where they come from rows, and else by their properties.
 *
 * @param scope where objects of this type and of those below come from, so far as this is known.
 */
export function valueWriter(
  compilation: Compilation,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  scope: Scope,
  path: Path,
): Write {
  const below = fieldsBelow(compilation, type, nodes);
  const rows = scope.get(type.name);
  if (rows === undefined) return propertyWriter(compilation, type, below, scope, path);
  const byRow = rowWriter(compilation, type, below, rows, path);
  const byProperty = orRefuse(() => propertyWriter(compilation, type, below, NO_ROWS, path));
  return (value, out) => {
    const row = (value as { [JSON_ROW]?: JsonRow })[JSON_ROW];
    if (row === undefined) byProperty(value, out);
    else byRow(row, out);
  };
}

const NO_ROWS: Scope = new Map();

/** What cannot be compiled, but is not needed for most values either. */
function orRefuse(compile: () => Write): Write {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof Uncompilable)) throw error;
    return () => {
      throw error;
    };
  }
}

type Below = ReadonlyMap<string, readonly FieldNode[]>;
type CompileField = (field: SelectedField) => Write;

export function fieldsWriter(
  compilation: Compilation,
  type: GraphQLObjectType,
  below: Below,
  path: Path,
  compile: CompileField,
): Write {
  const fields = [...below].map(([key, nodes]) => {
    if (nodes[0]?.name.value === '__typename') {
      return { key, points: 0, write: constant(JSON.stringify(type.name)) };
    }
    const field = fieldOf(compilation, type, key, nodes, path);
    const name = `${type.name}.${field.info.fieldName}`;
    const write = isHiddenFrom(compilation.context.principal, name)
      ? constant(HIDDEN_FROM_PARTNERS[name] === 'null' ? 'null' : '[]')
      : compile(field);
    return { key, points: readingPoints(field), write };
  });
  return objectWriter(fields);
}

function constant(text: string): Write {
  return (_source, out) => {
    out.text += text;
  };
}

/** Writes objects that resolvers returned. */
function propertyWriter(
  compilation: Compilation,
  type: GraphQLObjectType,
  below: Below,
  scope: Scope,
  path: Path,
): Write {
  const isRow = modelNameOf(type) !== undefined;
  return fieldsWriter(compilation, type, below, path, (field) => {
    if (isRow && (field.relation !== undefined || typeof field.select === 'function')) {
      throw new Uncompilable(`${type.name}.${field.info.fieldName} is not on every row`);
    }
    const name = field.isGlobalId ? 'id' : field.exposes;
    if (isNodes(field)) return nodesWriter(compilation, field, scope);
    if (name === undefined) return resolvedWriter(compilation, field, scope, asItIs);
    const write = field.isGlobalId ? idWriter(type) : typeWriter(compilation, field, scope);
    return (source, out) => {
      const value = (source as Readonly<Record<string, unknown>>)[name];
      if (isRow && value === undefined) throw new Uncompilable(`${name} is not on this row`);
      writeNowOrLater(value, out, write);
    };
  });
}

function isNodes({ parent, info }: SelectedField): boolean {
  return info.fieldName === 'nodes' && parent.getFields()['edges'] !== undefined;
}

/** Writes the nodes of a connection. One that has them apart from its edges spares their cursors. */
function nodesWriter(compilation: Compilation, field: SelectedField, scope: Scope): Write {
  const write = typeWriter(compilation, field, scope);
  return (source, out) => {
    const { nodes } = source as { nodes?: unknown };
    const { context } = out.run;
    writeNowOrLater(nodes ?? field.resolve(source, {}, context, field.info), out, write);
  };
}

function idWriter({ name }: GraphQLObjectType): Write {
  return (key, out) => {
    out.text += `"${encodeId(name, key as string)}"`;
  };
}

const asItIs: SourceOf = (source) => source as object;

/** Writes rows of JSON. */
function rowWriter(
  compilation: Compilation,
  type: GraphQLObjectType,
  below: Below,
  rows: Rows,
  path: Path,
): Write {
  return fieldsWriter(compilation, type, below, path, (field) => {
    const { definition, key, exposes, relation, isGlobalId } = field;
    if (isGlobalId) {
      const place = addColumn(rows, columnOf(rows.model, 'id'));
      const write = idWriter(type);
      return (row, out) => write((row as JsonRow)[place], out);
    }
    const leaf = leafTypeOf(definition.type);
    if (exposes !== undefined && leaf !== undefined) {
      const column = columnOf(rows.model, exposes);
      const place = addColumn(rows, column);
      const write = completed(definition.type, columnWriter(leaf, column), key);
      return (row, out) => write((row as JsonRow)[place], out);
    }
    if (relation !== undefined && modelNameOf(objectTypeOf(definition.type)) !== undefined) {
      return relationWriter(compilation, field, rows, relation);
    }
    return computedWriter(compilation, field, rows);
  });
}

/** Writes a relation, whose rows are part of the row and need no resolver. */
function relationWriter(
  compilation: Compilation,
  field: SelectedField,
  rows: Rows,
  name: string,
): Write {
  const { definition, nodes, info, key } = field;
  const relation = rows.model.relations.get(name);
  const { select } = declaredSelect(compilation, field, rows.model);
  if (relation === undefined) throw new Uncompilable(`there is no relation ${name}`);
  const query = relationQuery(select, name);
  const type = objectTypeOf(definition.type);
  const related = createRows(modelOf(relation.model), compilation.next);
  const below = fieldsBelow(compilation, type, nodes);
  const write = rowWriter(compilation, type, below, related, info.path);
  const place = addRelation(rows, relation, query, related);
  if (!relation.isList) {
    const one = completed(definition.type, write, key);
    return (row, out) => one((row as JsonRow)[place], out);
  }
  return (row, out) => {
    const found = ((row as JsonRow)[place] ?? []) as readonly unknown[];
    writeList(found, out, write);
  };
}

/** Writes what a field's own resolver makes of the part of the row that the field declares. */
function computedWriter(compilation: Compilation, field: SelectedField, rows: Rows): Write {
  const scope = new Map<string, Rows>();
  const { select, sameRowAs } = declaredSelect(compilation, field, rows.model);
  const makeParent = addParent(rows, select, (typeName, selected) => {
    scope.set(typeName, selected);
  });
  if (sameRowAs !== undefined) scope.set(sameRowAs, rows);
  return resolvedWriter(compilation, field, scope, (row) => makeParent(row as JsonRow));
}

/** Writes a field of the root. Its arguments may differ from run to run. */
export function rootWriter(compilation: Compilation, field: SelectedField): Write {
  return resolvedWriter(compilation, field, NO_ROWS, asItIs, ({ variables }) =>
    argumentsOf(field, variables),
  );
}

/** Writes what a resolver returns. */
function resolvedWriter(
  compilation: Compilation,
  field: SelectedField,
  scope: Scope,
  sourceOf: SourceOf,
  argsOf = alwaysThese(compilation, field),
): Write {
  const { resolve } = field;
  const resolved = rowsBelow(compilation, field, scope);
  if (resolved === undefined) {
    const write = typeWriter(compilation, field, scope);
    return (source, out) =>
      writeNowOrLater(
        resolve(sourceOf(source), argsOf(out.run), out.run.context, field.info),
        out,
        write,
      );
  }
  const write = typeWriter(compilation, field, new Map([...scope, resolved.entry]));
  return (source, out) => {
    const context = contextFor(out.run, resolved.rows);
    const value = resolve(sourceOf(source), argsOf(out.run), context, resolved.info);
    writeNowOrLater(value, out, write);
  };
}

function alwaysThese(compilation: Compilation, field: SelectedField): (run: Run) => object {
  const args = argumentsOf(field, compilation.variables);
  return () => args;
}

function writeNowOrLater(value: unknown, out: Output, write: Write): void {
  if (isPromise(value)) writeLater(out, value, write);
  else write(value, out);
}

function typeWriter(compilation: Compilation, field: SelectedField, scope: Scope): Write {
  const { definition, nodes, info, key } = field;
  const leaf = leafTypeOf(definition.type);
  const write =
    leaf === undefined
      ? valueWriter(compilation, objectTypeOf(definition.type), nodes, scope, info.path)
      : leafWriter(leaf);
  return completed(definition.type, write, key);
}

/** Rows that a field's resolver reads by itself, and what it needs for that. */
interface RowsBelow {
  rows: ResolvedRows;
  entry: readonly [typeName: string, Rows];
  /** Tells plugin-prisma of no selection: what is selected was compiled already. */
  info: GraphQLResolveInfo;
}

/** @returns undefined for a field that returns no rows, or those of its own row. */
function rowsBelow(
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
  const make = addParent(rows, select, () => {});
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
