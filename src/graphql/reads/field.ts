import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { getArgumentValues, getNamedType, isLeafType, isObjectType } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { Context } from '../context.ts';
import type { Price } from '../limits/price.ts';
import { READING_IN_POINTS } from '../limits/price.ts';
import type { ResolveRows } from './columns-plugin.ts';
import { Uncompilable } from './uncompilable.ts';
import type { NextAlias } from './where.sql.ts';

/** What is the same for all fields of an operation while it is compiled. */
export interface Compilation {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The coerced variables. Those that only arguments of root fields use may differ when it runs. */
  variables: Readonly<Record<string, unknown>>;
  /** Of a principal who sees the same as all for whom the plan is used. */
  context: Context;
  next: NextAlias;
  /** How many fields have been compiled so far, under each name and in each place. */
  count: { fields: number };
}

/**
 * The most fields of a plan. Few lines of a document can ask for any number, by fragments in fragments: each takes
 * a tenth of a millisecond, in which nothing else is done, and room. So many that cost points are few.
 */
const MAX_FIELDS = 1_000;

type Resolve = (parent: unknown, args: object, context: object, info: object) => unknown;

/** A field in a selection. */
export interface SelectedField {
  key: string;
  parent: GraphQLObjectType;
  definition: GraphQLField<unknown, unknown>;
  nodes: readonly FieldNode[];
  info: GraphQLResolveInfo;
  /** The function of the field's own definition, without what plugins put around it. */
  resolve: Resolve;
  /** The same for one that Prisma's rows are selected for, to be called with what is selected. */
  resolveRows: ResolveRows | undefined;
  /** Prisma's column or the property that the field shows as it is. */
  exposes: string | undefined;
  /** The name of Prisma's relation behind the field. */
  relation: string | undefined;
  /** Columns of Prisma's row that it reads, where plugin-prisma reads rows whole. */
  columns: readonly string[] | undefined;
  /** Whether it is the global id of its object. */
  isGlobalId: boolean;
  /** What it reads of Prisma's row, as plugin-prisma was told. */
  select: object | SelectFunction | undefined;
}

/** How plugin-prisma asks a field what it reads. `nested` stands for the selection below it. */
export type SelectFunction = (
  args: object,
  context: object,
  nested: (query?: unknown, path?: unknown) => object,
  selected: () => ReadonlySet<string>,
) => object;

interface Extensions {
  pothosExposedField?: string;
  pothosPrismaRelationField?: { name: string };
  pothosPrismaSelect?: object | SelectFunction | false;
  pothosConfig?: { resolve?: Resolve };
  price?: Price;
  columns?: readonly string[];
  isGlobalId?: boolean;
  resolveRows?: ResolveRows;
}

/** @throws Uncompilable for fields of introspection, and for more fields than a plan may have. */
export function fieldOf(
  compilation: Compilation,
  parent: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
  above: GraphQLResolveInfo['path'] | undefined,
): SelectedField {
  const { schema, operation, fragments, variables, count } = compilation;
  count.fields += 1;
  if (count.fields > MAX_FIELDS) throw new Uncompilable('too many fields');
  const name = nodes[0]?.name.value ?? '';
  const definition = parent.getFields()[name];
  if (definition === undefined) throw new Uncompilable(`the field ${name}`);
  const extensions = definition.extensions as Extensions;
  const resolve = extensions.pothosConfig?.resolve;
  if (resolve === undefined) throw new Uncompilable(`${parent.name}.${name} has no resolver`);
  const info = {
    fieldName: name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType: parent,
    path: { prev: above, key, typename: parent.name },
    schema,
    fragments,
    rootValue: undefined,
    operation,
    variableValues: variables,
  } as GraphQLResolveInfo;
  return {
    key,
    parent,
    definition,
    nodes,
    info,
    resolve,
    resolveRows: extensions.resolveRows,
    exposes: extensions.pothosExposedField,
    relation: extensions.pothosPrismaRelationField?.name,
    columns: extensions.columns,
    isGlobalId: extensions.isGlobalId ?? false,
    select: extensions.pothosPrismaSelect || undefined,
  };
}

/** The fields below a field, by response key, for a type that it returns. */
export function fieldsBelow(
  { schema, fragments, variables }: Compilation,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  return collectSubfields(schema, { ...fragments }, { ...variables }, type, nodes);
}

export function argumentsOf(
  { definition, nodes }: SelectedField,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const [node] = nodes;
  return node === undefined ? {} : getArgumentValues(definition, node, { ...variables });
}

/**
 * Goes through what is selected below a field that is not shown and not read.
 *
 * @throws GraphQLError for a directive or an argument there that has no value: the ordinary way, which plans
 *   to read it, refuses it too.
 */
export function checkBelow(
  compilation: Compilation,
  { definition, nodes, info }: SelectedField,
): void {
  if (isLeafType(getNamedType(definition.type))) return;
  const type = objectTypeOf(definition.type);
  for (const [key, selected] of fieldsBelow(compilation, type, nodes)) {
    if (selected[0]?.name.value === '__typename') continue;
    const field = fieldOf(compilation, type, key, selected, info.path);
    argumentsOf(field, compilation.variables);
    checkBelow(compilation, field);
  }
}

/** Points of what a field reads, whatever it finds. */
export function readingPoints({ definition }: SelectedField): number {
  const { price } = definition.extensions as Extensions;
  return price?.reads === undefined ? 0 : READING_IN_POINTS[price.reads];
}

/** The object type below lists and non-null. @throws Uncompilable for interfaces and unions. */
export function objectTypeOf(type: GraphQLOutputType): GraphQLObjectType {
  const named = getNamedType(type);
  if (!isObjectType(named)) throw new Uncompilable(`the type ${named.name} has many forms`);
  return named;
}

/** The name of the Prisma model behind a type. */
export function modelNameOf({ extensions }: GraphQLObjectType): string | undefined {
  return extensions['pothosPrismaModel'] as string | undefined;
}
