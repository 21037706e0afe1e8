import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { HIDDEN_FROM_PARTNERS, isHiddenFrom } from '../../auth/permissions.ts';
import { encodeId } from '../global-id.ts';
import type { ObjectField } from './complete.ts';
import { buildList, completed, leafTypeOf, objectBuilder } from './complete.ts';
import type { Compilation, SelectedField } from './field.ts';
import {
  argumentsOf,
  checkBelow,
  fieldOf,
  fieldsBelow,
  modelNameOf,
  objectTypeOf,
  readingPoints,
} from './field.ts';
import type { Model } from './model.ts';
import { columnOf, modelOf, relationOf } from './model.ts';
import { addParent, JSON_ROW } from './parents.ts';
import { contextFor, readRow } from './resolved-rows.ts';
import type { JsonRow, Rows } from './rows.ts';
import { addColumn, addRelation, createRows } from './rows.ts';
import type { RowsBelow, Scope } from './rows-below.ts';
import { rowsBelow } from './rows-below.ts';
import type { Build, Run } from './run.ts';
import { fillLater, isPromise } from './run.ts';
import { declaredSelect, relationQuery } from './selects.ts';
import { Uncompilable } from './uncompilable.ts';
import { columnBuilder, leafBuilder } from './values.ts';

type Path = GraphQLResolveInfo['path'] | undefined;

/** Where a field takes what it shows from: a row of JSON, or an object. */
type SourceOf = (source: unknown) => object;

/**
 * Builds objects of a type: from their rows of JSON where they come from rows, and else from properties.
 *
 * @param scope where objects of this type and of those below come from, so far as this is known.
 */
function valueBuilder(
  compilation: Compilation,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  scope: Scope,
  path: Path,
): Build {
  const below = fieldsBelow(compilation, type, nodes);
  const rows = scope.get(type.name);
  if (rows === undefined) return propertyBuilder(compilation, type, below, scope, path);
  const byRow = rowBuilder(compilation, type, below, rows, path);
  const byProperty = orRefuse(() => propertyBuilder(compilation, type, below, NO_ROWS, path));
  return (value, run) => {
    const row = (value as { [JSON_ROW]?: JsonRow })[JSON_ROW];
    return row === undefined ? byProperty(value, run) : byRow(row, run);
  };
}

const NO_ROWS: Scope = new Map();

/** What cannot be compiled, but is not needed for most values either. */
function orRefuse(compile: () => Build): Build {
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
/** How a field comes into its object: see {@link ObjectField}. */
type Part = Pick<ObjectField, 'build' | 'fill'>;

/** Builds objects from the parts that `compile` makes of their fields. */
export function fieldsBuilder(
  compilation: Compilation,
  type: GraphQLObjectType,
  below: Below,
  path: Path,
  compile: (field: SelectedField) => Part,
): Build {
  const fields = [...below].map(([key, nodes]): ObjectField => {
    if (nodes[0]?.name.value === '__typename') return { key, points: 0, build: () => type.name };
    const field = fieldOf(compilation, type, key, nodes, path);
    const points = readingPoints(field);
    const name = `${type.name}.${field.info.fieldName}`;
    if (isHiddenFrom(compilation.context.principal, name)) {
      checkBelow(compilation, field);
      return { key, points, build: () => (HIDDEN_FROM_PARTNERS[name] === 'null' ? null : []) };
    }
    return { key, points, ...compile(field) };
  });
  return objectBuilder(fields);
}

/** Builds from objects that resolvers returned. */
function propertyBuilder(
  compilation: Compilation,
  type: GraphQLObjectType,
  below: Below,
  scope: Scope,
  path: Path,
): Build {
  const model = modelNameOf(type);
  return fieldsBuilder(compilation, type, below, path, (field) => {
    const { key, exposes, isGlobalId, relation, select } = field;
    if (model !== undefined && relation !== undefined) {
      return relatedPart(compilation, field, modelOf(model), relation);
    }
    if (model !== undefined && typeof select === 'function') {
      throw new Uncompilable(`${type.name}.${field.info.fieldName} is not on every row`);
    }
    if (isNodes(field)) return nodesPart(compilation, field, scope);
    const name = isGlobalId ? 'id' : exposes;
    if (name === undefined) return resolvedPart(compilation, field, scope, asItIs);
    const build = isGlobalId ? idBuilder(type) : typeBuilder(compilation, field, scope);
    return {
      fill(target, source, run) {
        const value = (source as Readonly<Record<string, unknown>>)[name];
        if (model !== undefined && value === undefined)
          throw new Uncompilable(`${name} is not on this row`);
        fillNowOrLater(target, key, value, run, build);
      },
    };
  });
}

/**
 * The row that an event refers to, read by its key: the event is at hand, and no row of a statement. Of other
 * operations there may be many such objects, each with a statement of its own.
 */
function relatedPart(
  compilation: Compilation,
  field: SelectedField,
  model: Model,
  name: string,
): Part {
  const { definition, nodes, info, key } = field;
  const relation = relationOf(model, name);
  const [here, ...more] = relation.here;
  const [there] = relation.there;
  const isOfEvent = compilation.operation.operation === 'subscription';
  if (
    !isOfEvent ||
    relation.isList ||
    here === undefined ||
    there === undefined ||
    more.length > 0
  ) {
    throw new Uncompilable(`${model.name}.${name} is not on every row`);
  }
  const { where } = relationQuery(declaredSelect(compilation, field, model).select, name);
  if (where !== undefined) throw new Uncompilable('a condition on a single row');
  const type = objectTypeOf(definition.type);
  const rows = createRows(modelOf(relation.model), compilation.next);
  const below = fieldsBelow(compilation, type, nodes);
  const build = rowBuilder(compilation, type, below, rows, info.path);
  const complete = completed(definition.type, build, key);
  return {
    fill(target, source, run) {
      const value = (source as Readonly<Record<string, unknown>>)[here.name];
      if (value === undefined) throw new Uncompilable(`${here.name} is not on this row`);
      const row = value === null ? null : readRow(run, rows, { where: { [there.name]: value } });
      fillNowOrLater(target, key, row, run, complete);
    },
  };
}

function isNodes({ parent, info }: SelectedField): boolean {
  return info.fieldName === 'nodes' && parent.getFields()['edges'] !== undefined;
}

/** The nodes of a connection. One that has them apart from its edges is spared their cursors. */
function nodesPart(compilation: Compilation, field: SelectedField, scope: Scope): Part {
  const build = typeBuilder(compilation, field, scope);
  return {
    fill(target, source, run) {
      const { nodes } = source as { nodes?: unknown };
      const value = nodes ?? field.resolve(source, {}, run.context, field.info);
      fillNowOrLater(target, field.key, value, run, build);
    },
  };
}

function idBuilder({ name }: GraphQLObjectType): Build {
  return (key) => encodeId(name, key as string);
}

const asItIs: SourceOf = (source) => source as object;

/** Builds from rows of JSON. */
function rowBuilder(
  compilation: Compilation,
  type: GraphQLObjectType,
  below: Below,
  rows: Rows,
  path: Path,
): Build {
  return fieldsBuilder(compilation, type, below, path, (field) => {
    const { definition, key, exposes, relation, isGlobalId } = field;
    const leaf = leafTypeOf(definition.type);
    if (isGlobalId || (exposes !== undefined && leaf !== undefined)) {
      const column = columnOf(rows.model, isGlobalId ? 'id' : (exposes ?? ''));
      const inner =
        isGlobalId || leaf === undefined ? idBuilder(type) : columnBuilder(leaf, column);
      return at(addColumn(rows, column), completed(definition.type, inner, key));
    }
    if (relation !== undefined && modelNameOf(objectTypeOf(definition.type)) !== undefined) {
      return relationPart(compilation, field, rows, relation);
    }
    return computedPart(compilation, field, rows);
  });
}

/** Builds from one place of a row. */
function at(place: number, build: Build): Part {
  return { build: (row, run) => build((row as JsonRow)[place], run) };
}

/** A relation, whose rows are part of the row and need no resolver. */
function relationPart(
  compilation: Compilation,
  field: SelectedField,
  rows: Rows,
  name: string,
): Part {
  const { definition, nodes, info, key } = field;
  const relation = relationOf(rows.model, name);
  const query = relationQuery(declaredSelect(compilation, field, rows.model).select, name);
  const type = objectTypeOf(definition.type);
  const related = createRows(modelOf(relation.model), compilation.next);
  const below = fieldsBelow(compilation, type, nodes);
  const build = rowBuilder(compilation, type, below, related, info.path);
  const place = addRelation(rows, relation, query, related);
  if (!relation.isList) return at(place, completed(definition.type, build, key));
  return at(place, (found, run) => buildList((found ?? []) as JsonRow[], run, build));
}

/** What a field's own resolver makes of the part of the row that the field declares. */
function computedPart(compilation: Compilation, field: SelectedField, rows: Rows): Part {
  const scope = new Map<string, Rows>();
  const { select, sameRowAs } = declaredSelect(compilation, field, rows.model);
  const makeParent = addParent(rows, select, (typeName, selected) => {
    scope.set(typeName, selected);
  });
  if (sameRowAs !== undefined) scope.set(sameRowAs, rows);
  return resolvedPart(compilation, field, scope, (row) => makeParent(row as JsonRow));
}

/** A field of the root. Its arguments may differ from run to run. */
export function rootPart(compilation: Compilation, field: SelectedField): Part {
  return resolvedPart(compilation, field, NO_ROWS, asItIs, ({ variables }) =>
    argumentsOf(field, variables),
  );
}

/** What a resolver returns. */
function resolvedPart(
  compilation: Compilation,
  field: SelectedField,
  scope: Scope,
  sourceOf: SourceOf,
  argsOf = alwaysThese(compilation, field),
): Part {
  const { key } = field;
  const resolved = rowsBelow(compilation, field, scope);
  const resolve = resolverOf(field, resolved);
  const inner = resolved === undefined ? scope : new Map([...scope, resolved.entry]);
  const build = typeBuilder(compilation, field, inner);
  const info = resolved?.info ?? field.info;
  return {
    fill(target, source, run) {
      const context = resolved === undefined ? run.context : contextFor(run, resolved.rows);
      const value = resolve(sourceOf(source), argsOf(run), context, info);
      fillNowOrLater(target, key, value, run, build);
    },
  };
}

const NOTHING_SELECTED = {};

/** What is selected of compiled rows is in their statement: nobody needs to work it out at each call. */
function resolverOf({ resolve, resolveRows }: SelectedField, resolved: RowsBelow | undefined) {
  if (resolved === undefined || resolveRows === undefined) return resolve;
  return (parent: unknown, args: object, context: object, info: object) =>
    resolveRows(NOTHING_SELECTED, parent, args, context, info);
}

function alwaysThese(compilation: Compilation, field: SelectedField): (run: Run) => object {
  const args = argumentsOf(field, compilation.variables);
  return () => args;
}

function fillNowOrLater(
  target: Record<string, unknown>,
  key: string,
  value: unknown,
  run: Run,
  build: Build,
): void {
  if (isPromise(value)) fillLater(run, target, key, value, build);
  else target[key] = build(value, run);
}

function typeBuilder(compilation: Compilation, field: SelectedField, scope: Scope): Build {
  const { definition, nodes, info, key } = field;
  const leaf = leafTypeOf(definition.type);
  const build =
    leaf === undefined
      ? valueBuilder(compilation, objectTypeOf(definition.type), nodes, scope, info.path)
      : leafBuilder(leaf);
  return completed(definition.type, build, key);
}
