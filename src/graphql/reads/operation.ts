import type {
  DocumentNode,
  GraphQLSchema,
  OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { Kind, visit } from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { MAY_CALL } from '../../auth/permissions.ts';
import type { Context } from '../context.ts';
import { fragmentsOf } from '../fragments.ts';
import { MUTATION_COST } from '../limits/limits.ts';
import { fieldsBuilder, rootPart } from './builders.ts';
import type { Compilation } from './field.ts';
import type { Build } from './run.ts';
import { Uncompilable } from './uncompilable.ts';
import { createAliases } from './where.sql.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Each field of a query's root is a statement; the ordinary way gathers many of a kind into few. Mutations of
 * one operation run one after the other, and the answer of each shows what stood before the next.
 */
const MAX_ROOT_FIELDS: Readonly<Partial<Record<OperationTypeNode, number>>> = {
  query: 8,
  mutation: 1,
  subscription: 1,
};

/** What was made of an operation, for all that may use it. */
export interface Plan {
  /** Builds the data of the operation. */
  build: Build;
  /** How many fields were compiled for it. */
  fields: number;
}

/**
 * Compiles a query, or a mutation of one field, into a function that builds its data. Of a mutation it makes
 * the payload: the change itself is the resolver's affair, as ever. Of a subscription it makes the answer for
 * an event, which is the root.
 *
 * @param variables coerced. Those that {@link shapingVariables} names hold for every run.
 * @param context of a principal who sees the same as all for whom the function is used.
 * @throws Uncompilable for an operation that goes the ordinary way.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  context: Context,
): Plan {
  const root = schema.getRootType(operation.operation);
  const most = MAX_ROOT_FIELDS[operation.operation];
  if (root == null || most === undefined) throw new Uncompilable('no such root');
  const fragments = fragmentsOf(document);
  const compilation: Compilation = {
    ...{ schema, operation, fragments, variables, context },
    next: createAliases('t'),
    count: { fields: 0 },
  };
  const fields = collectFields(schema, fragments, { ...variables }, root, operation.selectionSet);
  if (fields.size > most) throw new Uncompilable('too many fields of the root');
  const build = fieldsBuilder(compilation, root, fields, undefined, (field) => {
    const allowed = MAY_CALL[`${root.name}.${field.info.fieldName}`];
    if (allowed?.includes(context.principal.role) !== true) throw new Uncompilable('not allowed');
    return rootPart(compilation, field);
  });
  const plan = { build, fields: compilation.count.fields };
  if (operation.operation !== 'mutation') return plan;
  const ofMutation: Build = (source, run) => {
    run.points += MUTATION_COST * fields.size;
    return build(source, run);
  };
  return { ...plan, build: ofMutation };
}

/**
 * The variables on which the plan of an operation depends: all that are used anywhere but in the arguments of
 * its root fields.
 */
export function shapingVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string[] {
  const names = new Set<string>();
  const fragments = fragmentsOf(document);
  const rootFragments = new Set<string>();
  const all = (node: Parameters<typeof visit>[0]) =>
    visit(node, { Variable: ({ name }) => void names.add(name.value) });

  function atRoot({ selections }: OperationDefinitionNode['selectionSet']): void {
    for (const selection of selections) {
      for (const directive of selection.directives ?? []) all(directive);
      if (selection.kind === Kind.FIELD) {
        if (selection.selectionSet !== undefined) all(selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        atRoot(selection.selectionSet);
      } else {
        const fragment = fragments[selection.name.value];
        if (fragment === undefined || rootFragments.has(selection.name.value)) continue;
        rootFragments.add(selection.name.value);
        atRoot(fragment.selectionSet);
      }
    }
  }

  atRoot(operation.selectionSet);
  // What fragments ask for below the root counts, whoever spreads them there.
  for (const [name, fragment] of Object.entries(fragments)) {
    if (!rootFragments.has(name)) all(fragment);
  }
  return [...names].sort();
}
