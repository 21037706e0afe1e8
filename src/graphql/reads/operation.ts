import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Kind, visit } from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { MAY_CALL } from '../../auth/permissions.ts';
import type { Context } from '../context.ts';
import { fragmentsOf } from '../fragments.ts';
import { fieldsBuilder, rootPart } from './builders.ts';
import type { Compilation } from './field.ts';
import type { Build } from './run.ts';
import { Uncompilable } from './uncompilable.ts';
import { createAliases } from './where.sql.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Each field of the root is a statement; the ordinary way gathers many of a kind into few. */
const MAX_ROOT_FIELDS = 8;

/**
 * Compiles a query into a function that builds its data.
 *
 * @param variables coerced. Those that {@link shapingVariables} names hold for every run.
 * @param context of a principal who sees the same as all for whom the function is used.
 * @throws Uncompilable for an operation that goes the ordinary way.
 */
export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  context: Context,
): Build {
  const root = schema.getQueryType();
  if (root == null || operation.operation !== 'query') throw new Uncompilable('no query');
  const fragments = fragmentsOf(document);
  const compilation: Compilation = {
    ...{ schema, operation, fragments, variables, context },
    next: createAliases('t'),
  };
  const fields = collectFields(schema, fragments, { ...variables }, root, operation.selectionSet);
  if (fields.size > MAX_ROOT_FIELDS) throw new Uncompilable('too many fields of the root');
  return fieldsBuilder(compilation, root, fields, undefined, (field) => {
    const allowed = MAY_CALL[`${root.name}.${field.info.fieldName}`];
    if (allowed?.includes(context.principal.role) !== true) throw new Uncompilable('not allowed');
    return rootPart(compilation, field);
  });
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
